package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Content-Range} of a piece of a resumable upload.
 *
 * @param first offset of the first byte; null when the request carries none
 * @param last offset of the last byte, inclusive; null when not known, as Node's client says of a
 *     stream ({@code 0-*})
 * @param total size of the whole object; null when not yet known
 */
public record ContentRange(Long first, Long last, Long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes (?:([0-9]{1,18})-([0-9]{1,18}|\\*)|\\*)/([0-9]{1,18}|\\*)");

  /**
   * @param header null when the request carries the whole object
   * @param contentLength of the request; null when chunked
   */
  public static ContentRange parse(String header, Long contentLength) {
    if (header == null) {
      Long last = contentLength == null ? null : Long.valueOf(contentLength - 1);
      return new ContentRange(0L, last, contentLength);
    }
    Matcher matcher = FORM.matcher(header.strip());
    if (!matcher.matches()) {
      throw GoogleError.invalid("Failed to parse Content-Range header.");
    }
    ContentRange range =
        new ContentRange(
            number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
    if (range.isWrong()) {
      throw GoogleError.invalid("The Content-Range header does not make sense.");
    }
    return range;
  }

  private boolean isWrong() {
    return first != null && last != null && (first > last || (total != null && last >= total));
  }

  /** The request only asks, or ends the upload, and carries no bytes. */
  public boolean isEmpty() {
    return first == null;
  }

  /** Whether the bytes of this request are the last. */
  public boolean isLast() {
    return (last == null && first != null)
        || (total != null && (first == null || last + 1 == total));
  }

  /** How many bytes the request must carry; {@link Long#MAX_VALUE} when it decides itself. */
  public long length() {
    return last == null ? Long.MAX_VALUE : last - first + 1;
  }

  private static Long number(String text) {
    return text == null || text.equals("*") ? null : Long.valueOf(text);
  }
}
