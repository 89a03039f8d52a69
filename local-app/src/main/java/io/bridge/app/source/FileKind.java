package io.bridge.app.source;

import static io.bridge.model.error.ErrorCode.FILE_UNREADABLE;

import io.bridge.model.error.BridgeException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is, by its content; the name proves nothing. */
enum FileKind {
  DUCKDB,
  PARQUET;

  private static final int HEAD = 16;
  private static final int TAIL = 4;

  /**
   * @throws BridgeException {@code FILE_UNREADABLE} for anything else, saying what it looks like
   */
  static FileKind of(Path file) {
    if (!Files.exists(file)) {
      throw unreadable(file, "there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw unreadable(file, "it is not a regular file");
    }
    if (!Files.isReadable(file)) {
      throw unreadable(file, "you may not read it");
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      return of(file, bytes);
    } catch (IOException _) {
      throw unreadable(file, "reading it failed");
    }
  }

  private static FileKind of(Path file, RandomAccessFile bytes) throws IOException {
    long length = bytes.length();
    if (length == 0) {
      throw unreadable(file, "it is empty");
    }
    String head = text(bytes, 0, (int) Math.min(HEAD, length));
    if (head.startsWith("DUCK", 8)) {
      return DUCKDB;
    }
    if (head.startsWith("PAR1")) {
      String tail = text(bytes, Math.max(0, length - TAIL), (int) Math.min(TAIL, length));
      return parquet(file, length, tail);
    }
    throw unreadable(file, "it is neither a DuckDB database nor a Parquet file" + looksLike(head));
  }

  private static FileKind parquet(Path file, long length, String tail) {
    // Twice the mark, the footer's length and a footer of at least one byte.
    if (length <= 12 || !tail.equals("PAR1")) {
      throw unreadable(file, "it is a broken Parquet file: its end is missing");
    }
    return PARQUET;
  }

  private static String looksLike(String head) {
    if (head.startsWith("SQLite format 3")) {
      return " (it is an SQLite database: copy it into DuckDB first)";
    }
    if (head.startsWith("PK\u0003\u0004")) {
      return " (it is a ZIP archive or an Excel workbook)";
    }
    if (head.startsWith("\u001f\u008b") || head.startsWith("\u0028\u00b5\u002f\u00fd")) {
      return " (it is compressed: unpack it first)";
    }
    return head.startsWith("PARE") ? " (it is an encrypted Parquet file)" : "";
  }

  /** One character a byte. */
  private static String text(RandomAccessFile bytes, long from, int length) throws IOException {
    byte[] read = new byte[length];
    bytes.seek(from);
    bytes.readFully(read);
    return new String(read, StandardCharsets.ISO_8859_1);
  }

  static BridgeException unreadable(Path file, String why) {
    return FILE_UNREADABLE.with("%s cannot be read: %s.".formatted(file, why));
  }
}
