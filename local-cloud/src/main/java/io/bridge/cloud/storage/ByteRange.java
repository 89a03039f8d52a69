package io.bridge.cloud.storage;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of an object that a reader wants.
 *
 * @param first offset of the first byte
 * @param length 0 when nothing of the object lies in the range
 */
record ByteRange(long first, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,19})-([0-9]{0,19})");

  /**
   * Empty when the whole object is wanted: no header, or one that HTTP lets us pass over, such as
   * several ranges.
   */
  static Optional<ByteRange> parse(String header, long sizeBytes) {
    Matcher matcher = FORM.matcher(header == null ? "" : header.strip());
    if (!matcher.matches() || header.strip().equals("bytes=-")) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long length = Math.min(sizeBytes, offset(matcher.group(2)));
      return Optional.of(new ByteRange(sizeBytes - length, length));
    }
    long first = offset(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : offset(matcher.group(2));
    return last < first
        ? Optional.empty()
        : Optional.of(new ByteRange(first, Math.max(0, Math.min(last, sizeBytes - 1) - first + 1)));
  }

  /** A reader of the rest may name the largest offset there is. */
  private static long offset(String digits) {
    return new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  boolean isUnsatisfiable() {
    return length == 0;
  }

  String contentRange(long sizeBytes) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + sizeBytes;
  }
}
