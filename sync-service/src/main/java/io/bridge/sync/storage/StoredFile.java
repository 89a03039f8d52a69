package io.bridge.sync.storage;

/**
 * One generation of an object.
 *
 * @param name the whole object name, without the bucket
 */
public record StoredFile(String bucket, String name, long generation, long sizeBytes) {

  /** Address that BigQuery reads; it cannot name a generation, so names are never used twice. */
  public String uri() {
    return "gs://" + bucket + "/" + name;
  }
}
