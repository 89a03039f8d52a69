package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the sender says about its bytes, in base64; all of it must hold.
 *
 * @param crc32c empty when not said
 * @param md5 empty when not said
 */
record ExpectedSums(Set<String> crc32c, Set<String> md5) {
  static final ExpectedSums NONE = new ExpectedSums(Set.of(), Set.of());

  ExpectedSums {
    crc32c = Set.copyOf(crc32c);
    md5 = Set.copyOf(md5);
  }

  /** From {@code x-goog-hash: crc32c=…,md5=…} and {@code Content-MD5}. */
  static ExpectedSums fromHeaders(MultiMap headers) {
    Set<String> crc32c = new HashSet<>();
    Set<String> md5 = new HashSet<>(headers.getAll("Content-MD5"));
    for (String header : headers.getAll("x-goog-hash")) {
      for (String one : header.split(",")) {
        String sum = one.strip();
        if (sum.startsWith("crc32c=")) {
          crc32c.add(sum.substring("crc32c=".length()));
        } else if (sum.startsWith("md5=")) {
          md5.add(sum.substring("md5=".length()));
        }
      }
    }
    return new ExpectedSums(crc32c, md5);
  }

  /** From an object resource. */
  static ExpectedSums fromResource(JsonNode resource) {
    return new ExpectedSums(one(resource.path("crc32c")), one(resource.path("md5Hash")));
  }

  private static Set<String> one(JsonNode value) {
    return value.isTextual() ? Set.of(value.textValue()) : Set.of();
  }

  ExpectedSums and(ExpectedSums other) {
    Set<String> bothCrc32c = new HashSet<>(crc32c);
    bothCrc32c.addAll(other.crc32c);
    Set<String> bothMd5 = new HashSet<>(md5);
    bothMd5.addAll(other.md5);
    return new ExpectedSums(bothCrc32c, bothMd5);
  }

  /** What is wrong with the bytes that arrived; empty when nothing is. */
  Optional<String> mismatch(Checksums.Sums actual) {
    return wrong("CRC32C", crc32c, actual.crc32c()).or(() -> wrong("MD5 hash", md5, actual.md5()));
  }

  private static Optional<String> wrong(String kind, Set<String> said, String actual) {
    return said.stream()
        .filter(sum -> !sum.equals(actual))
        .findFirst()
        .map(
            sum ->
                "Provided %s \"%s\" doesn't match calculated %s \"%s\"."
                    .formatted(kind, sum, kind, actual));
  }
}
