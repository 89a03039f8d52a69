package io.bridge.cloud.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How large an upload may be, both ends included, in bytes. */
record LengthRange(long min, long max) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18}),([0-9]{1,18})");
  private static final LengthRange ANY = new LengthRange(0, Long.MAX_VALUE - 1);

  /**
   * @param header {@code x-goog-content-length-range}; null for any size
   */
  static LengthRange parse(String header) {
    if (header == null) {
      return ANY;
    }
    Matcher matcher = FORM.matcher(header.strip());
    if (!matcher.matches()) {
      throw XmlError.invalid("x-goog-content-length-range must be min,max");
    }
    return new LengthRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  void require(long sizeBytes) {
    if (sizeBytes > max) {
      throw new XmlError(
          400,
          "EntityTooLarge",
          "Your proposed upload is larger than the maximum object size specified in your Policy"
              + " Document.");
    }
    if (sizeBytes < min) {
      throw new XmlError(
          400,
          "EntityTooSmall",
          "Your proposed upload is smaller than the minimum object size specified in your Policy"
              + " Document.");
    }
  }
}
