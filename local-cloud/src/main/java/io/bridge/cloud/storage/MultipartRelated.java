package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code multipart/related} body, read part by part without holding one in memory. */
public final class MultipartRelated {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "multipart/related\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200})).*",
          Pattern.CASE_INSENSITIVE);

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer;
  private int position;
  private int end;
  private boolean exhausted;

  /**
   * One part.
   *
   * @param headers by lower-case name
   * @param body ends where the part ends; must be read before the next part
   */
  public record Part(Map<String, String> headers, InputStream body) {}

  private MultipartRelated(InputStream in, String boundary) {
    // The first delimiter has no line break before it; with one, all look the same.
    byte[] lineBreak = "\r\n".getBytes(StandardCharsets.US_ASCII);
    this.in = new SequenceInputStream(new ByteArrayInputStream(lineBreak), in);
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    this.buffer = new byte[BUFFER_BYTES];
  }

  /**
   * @throws GoogleError 400 when the content type names no boundary
   */
  public static MultipartRelated of(String contentType, InputStream in) throws IOException {
    Matcher matcher = BOUNDARY.matcher(contentType == null ? "" : contentType);
    if (!matcher.matches()) {
      throw GoogleError.invalid("Multipart body with a Content-Type of multipart/related expected");
    }
    String boundary = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    MultipartRelated multipart = new MultipartRelated(in, boundary);
    multipart.skipToDelimiter();
    return multipart;
  }

  /**
   * The next part; what was not read of the one before is passed over.
   *
   * @throws GoogleError 400 when there is none
   */
  public Part nextPart() throws IOException {
    String afterDelimiter = line();
    if (afterDelimiter.startsWith("--")) {
      throw malformed("a part is missing");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw malformed("a part has a broken header");
      }
      headers.put(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    return new Part(headers, new Body());
  }

  /** After the body of the last part: nothing may follow it. */
  public void requireEnd() throws IOException {
    if (!line().startsWith("--")) {
      throw malformed("it has more parts than two");
    }
  }

  private void skipToDelimiter() throws IOException {
    try (InputStream preamble = new Body()) {
      preamble.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (line.size() < MAX_HEADER_BYTES) {
      if (position == end && !fill()) {
        return line.toString(StandardCharsets.ISO_8859_1);
      }
      byte next = buffer[position++];
      if (next == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line.write(next);
    }
    throw malformed("a header is too long");
  }

  /** Reads more behind what is there; false when there is no more. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, end - position);
    end -= position;
    position = 0;
    int read = exhausted ? -1 : in.read(buffer, end, buffer.length - end);
    exhausted = read < 0;
    end += Math.max(read, 0);
    return !exhausted;
  }

  private static GoogleError malformed(String what) {
    return GoogleError.invalid("Malformed multipart body: " + what);
  }

  /** Up to the next delimiter, which it takes away. */
  private final class Body extends InputStream {
    private boolean done;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (!done) {
        int at = indexOfDelimiter();
        // Without a whole delimiter in sight its first bytes may be the last we have.
        int safe = at >= 0 ? at - position : end - position - delimiter.length + 1;
        if (safe > 0) {
          int count = Math.min(length, safe);
          System.arraycopy(buffer, position, target, offset, count);
          position += count;
          return count;
        }
        if (at >= 0) {
          position = at + delimiter.length;
          done = true;
        } else if (!fill()) {
          throw malformed("it ends within a part");
        }
      }
      return -1;
    }

    private int indexOfDelimiter() {
      for (int i = position; i <= end - delimiter.length; i++) {
        if (buffer[i] == delimiter[0]
            && java.util.Arrays.equals(
                buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
          return i;
        }
      }
      return -1;
    }
  }
}
