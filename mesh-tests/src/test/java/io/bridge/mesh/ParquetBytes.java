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
    return of("SELECT range AS n FROM range(" + rows + ")");
  }

  /** One column {@code n} of nothing but ones: small as a file, large in a warehouse. */
  static byte[] ones(int rows) {
    return of("SELECT 1::BIGINT AS n FROM range(" + rows + ")");
  }

  private static byte[] of(String select) {
    try {
      Path dir = Files.createTempDirectory("bridge-parquet");
      Path file = dir.resolve("numbers.parquet");
      DuckDbFile.of(
          dir.resolve("any.duckdb"), "COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
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
