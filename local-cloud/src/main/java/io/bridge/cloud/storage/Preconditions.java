package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * What must hold for a call to do anything; each is null when not asked. A generation of 0 stands
 * for "no live object".
 */
record Preconditions(
    Long generationMatch,
    Long generationNotMatch,
    Long metagenerationMatch,
    Long metagenerationNotMatch) {
  static final Preconditions NONE = new Preconditions(null, null, null, null);

  /** From the query parameters of the JSON API; 400 for what is no number. */
  static Preconditions fromQuery(MultiMap query) {
    return new Preconditions(
        number(query, "ifGenerationMatch"),
        number(query, "ifGenerationNotMatch"),
        number(query, "ifMetagenerationMatch"),
        number(query, "ifMetagenerationNotMatch"));
  }

  /** About the source of a copy; 400 for what is no number. */
  static Preconditions ofSource(MultiMap query) {
    return new Preconditions(
        number(query, "ifSourceGenerationMatch"),
        number(query, "ifSourceGenerationNotMatch"),
        number(query, "ifSourceMetagenerationMatch"),
        number(query, "ifSourceMetagenerationNotMatch"));
  }

  /** From the headers of the XML API; 400 for what is no number. */
  static Preconditions fromHeaders(MultiMap headers) {
    return new Preconditions(
        number(headers, "x-goog-if-generation-match"),
        null,
        number(headers, "x-goog-if-metageneration-match"),
        null);
  }

  /** Fails with 412 when the call must not change anything. */
  void requireForWrite(Optional<StoredObject> live) {
    long generation = live.map(StoredObject::generation).orElse(0L);
    long metageneration = live.map(StoredObject::metageneration).orElse(0L);
    if (differs(generationMatch, generation)
        || differs(metagenerationMatch, metageneration)
        || same(generationNotMatch, generation)
        || same(metagenerationNotMatch, metageneration)) {
      throw notMet();
    }
  }

  /**
   * Fails with 412 when the reader wants another object; true when it has this one already, which
   * is answered with 304.
   */
  boolean isUnchanged(StoredObject live) {
    if (differs(generationMatch, live.generation())
        || differs(metagenerationMatch, live.metageneration())) {
      throw notMet();
    }
    return same(generationNotMatch, live.generation())
        || same(metagenerationNotMatch, live.metageneration());
  }

  /** As {@link #requireForWrite(Optional)}, of a bucket. */
  void requireForWrite(Bucket bucket) {
    if (differs(metagenerationMatch, bucket.metageneration())
        || same(metagenerationNotMatch, bucket.metageneration())) {
      throw notMet();
    }
  }

  private static GoogleError notMet() {
    return new GoogleError(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  private static boolean differs(Long wanted, long actual) {
    return wanted != null && wanted != actual;
  }

  private static boolean same(Long unwanted, long actual) {
    return unwanted != null && unwanted == actual;
  }

  static Long number(MultiMap values, String name) {
    String value = values.get(name);
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (!value.matches("[0-9]{1,18}")) {
      throw GoogleError.invalid("Invalid unsigned long value: '" + name + "' must be a number");
    }
    return Long.valueOf(value);
  }
}
