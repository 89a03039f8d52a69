package io.bridge.cloud.storage;

import java.time.Instant;

/**
 * A bucket.
 *
 * @param declared whether the topology says that it is there
 * @param created when it was made; one of the topology when local-cloud first started with it
 * @param updated when its settings changed last
 */
record Bucket(
    String name,
    boolean declared,
    String location,
    BucketSettings settings,
    long metageneration,
    Instant created,
    Instant updated) {

  Bucket with(BucketSettings changed, Instant now) {
    return new Bucket(name, declared, location, changed, metageneration + 1, created, now);
  }

  /** {@code multi-region}, {@code dual-region} or {@code region}, as Google calls the kinds. */
  String locationType() {
    if (location.contains("-")) {
      return "region";
    }
    return location.matches(".*[0-9]") ? "dual-region" : "multi-region";
  }
}
