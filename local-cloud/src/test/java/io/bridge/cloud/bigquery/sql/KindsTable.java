package io.bridge.cloud.bigquery.sql;

import io.bridge.cloud.bigquery.reference.BigNumericBytes;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table with a column of each kind of value. Its first row is less than its second one, though
 * not by text, by sign of a byte or by the months of an interval; the third has no values.
 */
final class KindsTable {
  static final List<Field> FIELDS =
      List.of(
          Field.of("id", "INT64"),
          Field.of("i", "INT64"),
          Field.of("f", "FLOAT64"),
          Field.of("n", "NUMERIC"),
          Field.of("bn", "BIGNUMERIC"),
          Field.of("b", "BOOL"),
          Field.of("s", "STRING"),
          Field.of("y", "BYTES"),
          Field.of("d", "DATE"),
          Field.of("dt", "DATETIME"),
          Field.of("t", "TIME"),
          Field.of("ts", "TIMESTAMP"),
          Field.of("iv", "INTERVAL"),
          Field.of("j", "JSON"),
          Field.of("a", "INT64").repeated(),
          Field.struct("st", List.of(Field.of("x", "INT64"))));

  private KindsTable() {}

  static void create(Warehouse warehouse) throws SQLException {
    warehouse.execute(
        FIELDS.stream()
            .map(f -> DuckType.quote(f.name()) + " " + DuckType.of(f))
            .collect(Collectors.joining(", ", "CREATE TABLE kinds (", ")")));
    warehouse.execute(
        """
        INSERT INTO kinds VALUES
        (1, -10, -10.5, -10, unhex('%s'), false, 'B', '\\x42'::BLOB, '1969-12-31',
          '1969-12-31 23:00:00', '09:00:00', '1969-12-31 23:00:00+00', INTERVAL 1 MONTH,
          '{"a":1}', [1], {'x': -10}),
        (2, 9, 9.5, 9.5, unhex('%s'), true, 'a', '\\xFF'::BLOB, '2024-02-29',
          '2024-02-29 10:20:30.5', '10:20:30.5', '2024-02-29 10:20:30.5+00', INTERVAL 31 DAY,
          '[2]', [2, 3], {'x': 9}),
        (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, [], NULL)
        """
            .formatted(hex("-10"), hex("9.5")));
  }

  private static String hex(String number) {
    return BigNumericBytes.hex(new BigDecimal(number));
  }
}
