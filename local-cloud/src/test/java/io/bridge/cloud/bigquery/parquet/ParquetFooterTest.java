package io.bridge.cloud.bigquery.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFooterTest {
  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void write() throws SQLException {
    file = dir.resolve("a.parquet");
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT 1 AS id, 'x'::BLOB AS b, [1] AS l) TO '%s' (FORMAT parquet)"
              .formatted(file));
    }
  }

  @Test
  void leavesAFileWithoutWideDecimalsAsItIs() throws IOException {
    // When
    ParquetFooter.copyWithPlainBytes(file, dir.resolve("copy"));

    // Then
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(dir.resolve("copy")));
  }

  @Test
  void refusesATornFooterAndNeverFailsOtherwise() throws IOException {
    // Given
    ParquetFooter.sayBigNumeric(file, List.of(false, true, false, false, false));
    var bytes = Files.readAllBytes(file);
    int length =
        ByteBuffer.wrap(bytes, bytes.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    var random = new Random(1);
    int refused = 0;

    // When
    for (int i = 0; i < 500; i++) {
      var torn = bytes.clone();
      torn[bytes.length - 1 - random.nextInt(length + 8)] = (byte) random.nextInt();
      var copy = dir.resolve("copy" + i);
      Files.write(file, torn);
      try {
        ParquetFooter.copyWithPlainBytes(file, copy);
      } catch (IOException e) {
        refused++;
      }
    }

    // Then
    assertTrue(refused > 10, refused + " refused");
  }
}
