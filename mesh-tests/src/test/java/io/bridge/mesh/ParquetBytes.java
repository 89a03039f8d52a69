package io.bridge.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parquet files in memory. */
final class ParquetBytes {
  private ParquetBytes() {}

  /** One column {@code n} with the numbers below {@code rows}. */
  static byte[] numbers(int rows) {
    try {
      Path dir = Files.createTempDirectory("bridge-parquet");
      Path file = dir.resolve("numbers.parquet");
      DuckDbFile.of(
          dir.resolve("any.duckdb"),
          "COPY (SELECT range AS n FROM range(" + rows + ")) TO '" + file + "' (FORMAT parquet)");
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      Files.delete(dir.resolve("any.duckdb"));
      Files.delete(dir);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
