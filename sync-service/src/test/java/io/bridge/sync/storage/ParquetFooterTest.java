package io.bridge.sync.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.sync.ParquetFile;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetFooterTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, 8_191, 8_192, 1_000_000})
  void readsTheNumberOfRows(long rows) {
    assertEquals(rows, rowsOf(ParquetFile.of("SELECT i FROM range(" + rows + ") t(i)").bytes()));
  }

  @Test
  void skipsASchemaOfManyKinds() {
    String query =
        """
        SELECT 1::DECIMAL(38,9) AS d, TIMESTAMPTZ '2026-01-01 00:00:00+00' AS t, [1] AS l,
          {'a': {'b': [DATE '2026-01-01']}} AS s, MAP {'k': 'v'} AS m, 'x'::BLOB AS b
        FROM range(7)
        """;
    assertEquals(7, rowsOf(ParquetFile.of(query).bytes()));
  }

  @Test
  void refusesWhatIsNoParquet() {
    assertUnreadable(() -> ParquetFooter.length("12345678".getBytes(), 100));
    assertUnreadable(() -> ParquetFooter.length(new byte[] {0, 0, 0, 0, 'P', 'A', 'R', '1'}, 100));
    assertUnreadable(() -> ParquetFooter.length(new byte[] {99, 0, 0, 0, 'P', 'A', 'R', '1'}, 100));
    assertUnreadable(() -> ParquetFooter.length(new byte[] {0, 0, 0, -1, 'P', 'A', 'R', '1'}, 100));
    assertUnreadable(() -> ParquetFooter.rows(new byte[0]));
    assertUnreadable(() -> ParquetFooter.rows(new byte[] {0}));
  }

  @Test
  void neverFailsOtherwiseWhateverTheBytesAre() {
    Random random = new Random(5);
    byte[] good = metadata(ParquetFile.numbers(10).bytes());
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length));
      for (int n = random.nextInt(5); n > 0 && bad.length > 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        ParquetFooter.rows(bad);
      } catch (BridgeException e) {
        assertEquals(ErrorCode.FILE_UNREADABLE, e.code());
      }
    }
  }

  private static long rowsOf(byte[] file) {
    return ParquetFooter.rows(metadata(file));
  }

  private static byte[] metadata(byte[] file) {
    int tailAt = file.length - ParquetFooter.TAIL;
    int length = ParquetFooter.length(Arrays.copyOfRange(file, tailAt, file.length), file.length);
    return Arrays.copyOfRange(file, tailAt - length, tailAt);
  }

  private static void assertUnreadable(org.junit.jupiter.api.function.Executable call) {
    assertEquals(ErrorCode.FILE_UNREADABLE, assertThrows(BridgeException.class, call).code());
  }
}
