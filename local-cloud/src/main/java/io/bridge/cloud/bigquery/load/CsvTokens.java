package io.bridge.cloud.bigquery.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts CSV into rows. DuckDB's reader could do that faster and tells neither where a row begins nor
 * whether a value was quoted, and BigQuery's errors and NULLs hang on both.
 */
final class CsvTokens implements Closeable {
  private static final int MAX_ROW_CHARS = 100 * 1024 * 1024;
  private static final int NONE = -2;

  private final CsvOptions options;
  private final Reader reader;
  private final StringBuilder text = new StringBuilder();
  private int pushedBack = NONE;
  private long offset;
  private long line = 1;
  private List<CsvRow.Cell> cells;
  private String fault;

  CsvTokens(InputStream in, CsvOptions options) throws IOException {
    this.options = options;
    var decoder =
        options
            .encoding()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    this.reader = new BufferedReader(new InputStreamReader(in, decoder), 1 << 16);
    int first = read();
    if (first != '\ufeff') {
      unread(first);
    }
  }

  /** The next row with something in it; null at the end. */
  CsvRow next() throws IOException {
    for (var row = row(); row != null; row = row()) {
      if (!row.isBlank()) {
        return row;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private CsvRow row() throws IOException {
    long startOffset = offset;
    long startLine = line;
    int c = read();
    if (c < 0) {
      return null;
    }
    unread(c);
    cells = new ArrayList<>();
    fault = null;
    for (long before = offset; cell(); ) {
      if (offset - before > MAX_ROW_CHARS) {
        throw new IOException("a row is larger than 100 MB");
      }
    }
    return new CsvRow(startOffset, startLine, cells, fault);
  }

  /** Reads one value with what ends it; whether another follows. */
  private boolean cell() throws IOException {
    text.setLength(0);
    int c = read();
    boolean quoted = isQuote(c);
    if (quoted) {
      c = quoted();
      if (c >= 0 && c != '\n' && c != options.delimiter()) {
        blame("Data between close double quote (\") and field separator.");
      }
    }
    while (c >= 0 && c != '\n' && c != options.delimiter()) {
      add(c);
      c = read();
    }
    cells.add(new CsvRow.Cell(text.toString(), quoted));
    return c == options.delimiter();
  }

  /** Reads up to the closing quote, line ends as they are; what comes after it. */
  private int quoted() throws IOException {
    for (int c = raw(); c >= 0; c = raw()) {
      if (isQuote(c)) {
        int after = read();
        if (!isQuote(after)) {
          return after;
        }
      } else if (isLineEnd(c) && !options.quotedNewlines()) {
        blame("Missing close double quote (\") character.");
        return lineEnd(c);
      }
      line += c == '\n' ? 1 : 0;
      add(c);
    }
    blame("Missing close double quote (\") character.");
    return -1;
  }

  private void add(int c) throws IOException {
    if (c == 0 && !options.controlCharacters()) {
      blame("Bad character (ASCII 0) encountered.");
    }
    if (text.length() > MAX_ROW_CHARS) {
      throw new IOException("a row is larger than 100 MB");
    }
    text.append((char) c);
  }

  private void blame(String what) {
    fault = fault == null ? what : fault;
  }

  private boolean isQuote(int c) {
    return options.quote() != null && c == options.quote();
  }

  /** A character, where every kind of line end is {@code \n}; -1 at the end. */
  private int read() throws IOException {
    int c = raw();
    return isLineEnd(c) ? lineEnd(c) : c;
  }

  private static boolean isLineEnd(int c) {
    return c == '\n' || c == '\r';
  }

  /** Reads the rest of a line end, which is {@code \n} from then on. */
  private int lineEnd(int first) throws IOException {
    if (first == '\r') {
      int next = raw();
      if (next != '\n') {
        unread(next);
      }
    }
    line++;
    return '\n';
  }

  private int raw() throws IOException {
    int c = pushedBack == NONE ? reader.read() : pushedBack;
    pushedBack = NONE;
    offset += c < 0 ? 0 : bytes((char) c);
    return c;
  }

  private void unread(int c) {
    pushedBack = c;
    offset -= c < 0 ? 0 : bytes((char) c);
    if (c == '\n') {
      line--;
    }
  }

  private int bytes(char c) {
    if (options.encoding().equals(StandardCharsets.UTF_8)) {
      // Half of a pair, which is four bytes together.
      return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    var name = options.encoding().name();
    return name.startsWith("UTF-16") ? 2 : name.startsWith("UTF-32") ? 4 : 1;
  }
}
