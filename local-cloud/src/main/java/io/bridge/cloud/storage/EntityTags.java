package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import io.vertx.core.MultiMap;
import java.util.Arrays;

/**
 * What a reader knows an object by; each is null when not said.
 *
 * @param match {@code If-Match}
 * @param noneMatch {@code If-None-Match}
 */
record EntityTags(String match, String noneMatch) {

  static EntityTags of(MultiMap headers) {
    return new EntityTags(headers.get("If-Match"), headers.get("If-None-Match"));
  }

  /**
   * Fails with 412 when the reader wants another object; true when it has this one already, which
   * is answered with 304.
   */
  boolean isUnchanged(String etag) {
    if (match != null && !names(match, etag)) {
      throw new GoogleError(412, "conditionNotMet", "Precondition Failed");
    }
    return noneMatch != null && names(noneMatch, etag);
  }

  private static boolean names(String header, String etag) {
    return Arrays.stream(header.split(","))
        .map(String::strip)
        .anyMatch(one -> one.equals("*") || bare(one).equals(bare(etag)));
  }

  /** The JSON API writes them without the quotes that HTTP wants. */
  private static String bare(String etag) {
    return etag.replaceAll("^(W/)?\"(.*)\"$", "$2");
  }
}
