package io.bridge.cloud.storage;

import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.iam.Principal;

/** What a caller may do with buckets and objects. */
record StorageAccess(Iam iam) {

  void requireOnObject(Principal caller, String permission, String bucket, String name) {
    iam.require(caller, permission, "projects/_/buckets/" + bucket + "/objects/" + name);
  }

  void requireOnBucket(Principal caller, String permission, String bucket) {
    iam.require(caller, permission, "projects/_/buckets/" + bucket);
  }

  /** To overwrite is to delete too. */
  void requireWrite(Principal caller, ObjectStore objects, String bucket, String name) {
    requireOnObject(caller, "storage.objects.create", bucket, name);
    if (objects.find(bucket, name).isPresent()) {
      requireOnObject(caller, "storage.objects.delete", bucket, name);
    }
  }
}
