package io.bridge.cloud.bigquery.sql;

import io.bridge.cloud.bigquery.sql.WarehouseCatalog.Member;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tables whose rows lie apart: by time, by number, and in several tables of one prefix. */
final class PartedTables {
  private static final Field N = Field.of("n", "INT64");
  private static final Field DAY = Field.of("day", "DATE");
  private static final Field TS = Field.of("ts", "TIMESTAMP");
  private static final Field LOCAL = Field.of("local", "DATETIME");
  private static final Field NOTE = Field.of("note", "STRING");

  private PartedTables() {}

  static void create(Warehouse warehouse) throws SQLException {
    warehouse.execute(
        """
        CREATE TABLE daily AS SELECT CAST(range AS DATE) AS day, row_number() OVER () AS n
        FROM range(DATE '2024-01-01', DATE '2024-01-11', INTERVAL 1 DAY) UNION ALL SELECT NULL, 0
        """);
    warehouse.execute(
        """
        CREATE TABLE hourly AS SELECT range AS ts, row_number() OVER () AS n FROM
        range(TIMESTAMPTZ '2024-01-01 00:30:00+00', TIMESTAMPTZ '2024-01-01 06:00:00+00',
          INTERVAL 30 MINUTE)
        """);
    warehouse.execute(
        """
        CREATE TABLE monthly AS SELECT range AS local, row_number() OVER () AS n FROM
        range(TIMESTAMP '2024-01-15 00:00:00', TIMESTAMP '2025-01-01 00:00:00', INTERVAL 1 MONTH)
        """);
    warehouse.execute("CREATE TABLE ranged AS SELECT range AS n FROM range(-5, 35, 5)");
    warehouse.execute("CREATE TABLE log_2023 AS SELECT CAST(1 AS BIGINT) AS n");
    warehouse.execute("CREATE TABLE log_2024 AS SELECT CAST(2 AS BIGINT) AS n, 'x' AS note");
    warehouse.execute("CREATE TABLE log_other AS SELECT CAST(3 AS BIGINT) AS n, 'y' AS note");
    warehouse.execute("CREATE TABLE mixed_1 AS SELECT 'a' AS n");
  }

  static Optional<WarehouseTable> find(String project, String dataset, String table) {
    return Optional.ofNullable(
        switch (project + "/" + dataset + "/" + table) {
          case "test/ds/daily" -> daily(false);
          case "test/ds/strict" -> daily(true);
          case "test/ds/hourly" -> table("hourly", N, TS).parted(Parting.byTime(TS, "HOUR", false));
          case "test/ds/monthly" ->
              table("monthly", N, LOCAL).parted(Parting.byTime(LOCAL, "MONTH", false));
          case "test/ds/ranged" -> table("ranged", N).parted(Parting.byRange(N, 0, 30, 10, false));
          default -> null;
        });
  }

  private static WarehouseTable daily(boolean filterRequired) {
    return table("daily", N, DAY).parted(Parting.byTime(DAY, "DAY", filterRequired));
  }

  static List<Member> findAll(String project, String dataset, String prefix) {
    return Stream.of(
            new Member(table("log_2023", N), false, 1),
            new Member(table("log_2024", N, NOTE), false, 3),
            new Member(table("log_other", N, NOTE), false, 2),
            new Member(table("mixed_1", Field.of("n", "STRING")), false, 1),
            new Member(table("mixed_2", N), false, 2),
            new Member(table("seen_1", N), true, 1))
        .filter(member -> member.table().name().startsWith(prefix))
        .toList();
  }

  private static WarehouseTable table(String name, Field... fields) {
    return new WarehouseTable("test", "ds", name, List.of(fields), DuckType.quote(name));
  }
}
