package io.bridge.cloud.storage;

/** An object that somebody wants to make, without its bytes. */
record NewObject(
    String bucket, String name, ObjectMetadata metadata, Preconditions preconditions) {}
