package io.bridge.cloud.storage;

import java.time.Instant;

/**
 * A live object.
 *
 * @param generation microseconds since the epoch at which it was made; grows with every overwrite
 * @param metageneration 1, and one more for every change of metadata
 * @param crc32c base64 of the four bytes, big-endian
 * @param md5 base64; null for a composed object
 * @param components how many it is composed of; null when it was not composed
 * @param metadata what its writer set
 * @param created when this generation was made
 * @param updated when its metadata last changed
 */
public record StoredObject(
    String bucket,
    String name,
    long generation,
    long metageneration,
    long sizeBytes,
    String crc32c,
    String md5,
    Integer components,
    ObjectMetadata metadata,
    Instant created,
    Instant updated) {

  Checksums.Sums sums() {
    return new Checksums.Sums(sizeBytes, crc32c, md5);
  }
}
