package io.bridge.cloud.storage;

import io.bridge.cloud.iam.Principal;
import io.vertx.core.MultiMap;
import java.util.Map;

/** A {@code POST} that begins a resumable upload; who has the session needs nothing else then. */
record XmlStart(ObjectStore objects, StorageAccess access) {
  static final String HEADER = "x-goog-resumable";

  void begin(Exchange exchange, Principal caller, NewObject wanted) {
    MultiMap headers = exchange.headers();
    if (!"start".equals(headers.get(HEADER))) {
      throw XmlError.notImplemented("POST of the XML API without x-goog-resumable: start");
    }
    if (headers.contains("x-goog-content-length-range")) {
      throw XmlError.notImplemented("resumable uploads with x-goog-content-length-range");
    }
    access.requireWrite(caller, objects, wanted.bucket(), wanted.name());
    wanted.preconditions().requireForWrite(objects.find(wanted.bucket(), wanted.name()));
    ResumableSession session =
        new ResumableSession(wanted, ExpectedSums.fromHeaders(headers), null);
    String id = objects.resumableUploads().start(session);
    String location =
        "%s/upload/storage/v1/b/%s/o?uploadType=resumable&upload_id=%s"
            .formatted(exchange.root(), Percent.encode(wanted.bucket()), id);
    exchange.empty(201, Map.of("Location", location, "X-GUploader-UploadID", id));
  }
}
