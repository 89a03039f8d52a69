package io.bridge.cloud.storage;

/**
 * An object that somebody wants to make, without its bytes; 400 for metadata that cannot be kept.
 *
 * @param components how many it is composed of; null when it was not composed
 */
record NewObject(
    String bucket,
    String name,
    ObjectMetadata metadata,
    Preconditions preconditions,
    Integer components) {
  NewObject {
    metadata.require();
  }

  NewObject(String bucket, String name, ObjectMetadata metadata, Preconditions preconditions) {
    this(bucket, name, metadata, preconditions, null);
  }
}
