package io.bridge.cloud.bigquery.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The objects of a file with one of them a line; empty lines are passed over. */
final class JsonLines implements Closeable {
  private static final int MAX_ROW_BYTES = 100 * 1024 * 1024;

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 10);
  private long offset;
  private long start;

  JsonLines(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /**
   * The next object; null at the end.
   *
   * @throws RecordReader.BadRow for a line that is none
   */
  JsonNode next() throws IOException {
    while (line()) {
      var bytes = line.toByteArray();
      if (!isBlank(bytes)) {
        return parse(bytes);
      }
    }
    return null;
  }

  /** Offset of the first byte of the line that was read last. */
  long start() {
    return start;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private JsonNode parse(byte[] bytes) {
    try {
      var node = Json.MAPPER.readTree(bytes);
      if (node != null && node.isObject()) {
        return node;
      }
      throw bad("Start of an object expected");
    } catch (JsonProcessingException e) {
      throw bad("Parser terminated before end of string");
    } catch (IOException e) {
      throw bad("Invalid UTF-8");
    }
  }

  private RecordReader.BadRow bad(String what) {
    return new RecordReader.BadRow(
        "Error while reading data, error message: JSON parsing error in row starting at position "
            + "%d: %s".formatted(start, what));
  }

  private boolean line() throws IOException {
    line.reset();
    start = offset;
    for (int b = in.read(); b >= 0; b = in.read()) {
      offset++;
      if (b == '\n') {
        return true;
      }
      if (line.size() >= MAX_ROW_BYTES) {
        throw new IOException("a row is larger than 100 MB");
      }
      line.write(b);
    }
    return offset > start;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b > ' ' || b < 0) {
        return false;
      }
    }
    return true;
  }
}
