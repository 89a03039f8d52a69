package io.bridge.app.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bridge.app.DuckDbFile;
import io.bridge.model.type.ColumnMapping;
import io.bridge.model.type.SourceColumn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is exported and read back is what was there, value for value. */
class RoundTripTest {
  @TempDir Path folder;

  /** A type and its edge values, as DuckDB writes them. */
  record Edges(String type, String... values) {}

  static List<Edges> edges() {
    return List.of(
        new Edges("BOOLEAN", "true", "false"),
        new Edges("TINYINT", "-128", "127"),
        new Edges("SMALLINT", "-32768", "32767"),
        new Edges("INTEGER", "-2147483648", "2147483647"),
        new Edges("BIGINT", "-9223372036854775808", "9223372036854775807", "0"),
        new Edges("UTINYINT", "0", "255"),
        new Edges("USMALLINT", "0", "65535"),
        new Edges("UINTEGER", "0", "4294967295"),
        new Edges("UBIGINT", "0", "9223372036854775808", "18446744073709551615"),
        new Edges("HUGEINT", "9".repeat(38), "-" + "9".repeat(38), "9007199254740993", "0"),
        new Edges("UHUGEINT", "0", "9".repeat(38)),
        new Edges("BIGNUM", "'" + "9".repeat(120) + "'", "'-1'"),
        new Edges("FLOAT", "'nan'", "'inf'", "'-inf'", "'-0.0'", "'1.4e-45'", "'3.4028235e38'"),
        new Edges(
            "DOUBLE",
            "'nan'",
            "'inf'",
            "'-inf'",
            "'-0.0'",
            "'4.9e-324'",
            "'1.7976931348623157e308'"),
        new Edges("DECIMAL(4,2)", "99.99", "-99.99", "0"),
        new Edges("DECIMAL(9,9)", "0.999999999", "-0.000000001"),
        new Edges("DECIMAL(18,4)", "99999999999999.9999", "0.0001"),
        new Edges("DECIMAL(38,0)", "9".repeat(38), "-" + "9".repeat(38)),
        new Edges("DECIMAL(38,9)", "9".repeat(29) + "." + "9".repeat(9)),
        new Edges("DECIMAL(38,38)", "'0." + "9".repeat(38) + "'", "'-0." + "9".repeat(38) + "'"),
        new Edges(
            "VARCHAR",
            "''",
            "'null'",
            "'ä𝄞\u202e'",
            "'a' || chr(10) || chr(9) || '\"'",
            "repeat('x', 100000)"),
        new Edges("BLOB", "''::BLOB", "'\\x00\\xFF\\x80'::BLOB"),
        new Edges("BIT", "'0'", "'0101010101010'"),
        new Edges(
            "UUID",
            "'00000000-0000-0000-0000-000000000000'",
            "'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
        new Edges("ENUM('a', 'it''s', '')", "'a'", "'it''s'", "''"),
        new Edges("DATE", "'0001-01-01'", "'9999-12-31'", "'1582-10-10'", "'1970-01-01'"),
        new Edges(
            "TIMESTAMP",
            "'0001-01-01 00:00:00'",
            "'9999-12-31 23:59:59.999999'",
            "'1969-12-31 23:59:59.999999'"),
        new Edges("TIMESTAMP_S", "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59'"),
        new Edges("TIMESTAMP_MS", "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59.999'"),
        new Edges("TIMESTAMP_NS", "'1700-01-01 00:00:00.000001'", "'2262-01-01 00:00:00.123456'"),
        new Edges(
            "TIMESTAMPTZ",
            "'0001-01-01 00:00:00+00'",
            "'9999-12-31 23:59:59.999999+00'",
            "'2026-03-29 02:30:00+02'"),
        new Edges("INTEGER[]", "[]", "[1, -2147483648]"),
        new Edges("INTEGER[2]", "[1, 2]"),
        new Edges("VARCHAR[][]", "[]", "[[]]", "[['a', ''], ['b']]"),
        new Edges("UUID[]", "['00000000-0000-0000-0000-000000000001']"),
        new Edges("STRUCT(a INTEGER, b VARCHAR)", "{a: 1, b: 'x'}", "{a: NULL, b: NULL}"),
        new Edges(
            "STRUCT(u UBIGINT, n STRUCT(h HUGEINT[]))",
            "{u: 18446744073709551615, n: {h: [99999999999999999999999999999999999999]}}",
            "{u: NULL, n: NULL}"),
        new Edges("STRUCT(\"odd name\" DATE)[]", "[{'odd name': DATE '2026-01-01'}]"),
        new Edges("MAP(VARCHAR, INTEGER)", "MAP {'a': 1, 'b': NULL}", "MAP {}"));
  }

  @ParameterizedTest
  @MethodSource("edges")
  void carriesEdgeValuesExactly(Edges edges) throws SQLException {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TABLE t (i INTEGER, v " + edges.type() + ")");
    statements.add("INSERT INTO t VALUES (0, NULL)");
    for (String value : edges.values()) {
      statements.add("INSERT INTO t VALUES (%d, %s)".formatted(statements.size(), value));
    }

    assertRoundTrip(statements);
  }

  @Test
  void carriesAThousandRandomRowsExactly() throws SQLException {
    assertRoundTrip(
        List.of(
            """
            CREATE TABLE t AS SELECT
              range::INTEGER AS i,
              hash(range, 1) AS u,
              (hash(range, 2) % 10000000000000000000)::HUGEINT
                * (hash(range, 3) % 10000000000000000000) AS h,
              (hash(range, 4) % 1000000000000)::DECIMAL(18,4) / 7 AS d,
              hash(range, 5)::DOUBLE / 3 AS f,
              make_timestamp((hash(range, 6) % 200000000000000000)::BIGINT) AS ts,
              to_timestamp((hash(range, 7) % 4000000000)::BIGINT) AS tz,
              DATE '0001-01-01' + (hash(range, 8) % 3000000)::INTEGER AS dt,
              CASE WHEN range % 7 = 0 THEN NULL ELSE md5(range::VARCHAR) END AS s,
              [hash(range, 9), hash(range, 10)] AS l
            FROM range(1000)
            """));
  }

  @Test
  void carriesColumnsOfAnyName() throws SQLException {
    assertRoundTrip(
        List.of(
            """
            CREATE TABLE t (i INTEGER, "a b" INTEGER, "a_b" INTEGER, "q""q" INTEGER, "ä" INTEGER,
              "select" INTEGER, "_PARTITION" INTEGER, "1st" INTEGER, "bridge_e0" INTEGER[],
              "%s" INTEGER)
            """
                .formatted("long".repeat(100)),
            "INSERT INTO t VALUES (0, 1, 2, 3, 4, 5, 6, 7, [8], 9)"));
  }

  @Test
  void carriesWhatAWriterLeftInTheWriteAheadLog() throws Exception {
    Path live = folder.resolve("live.duckdb");
    Path copy = folder.resolve("source.duckdb");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + live);
        Statement statement = connection.createStatement()) {
      statement.execute("SET checkpoint_threshold = '1GB'");
      statement.execute("CREATE TABLE t AS SELECT range::INTEGER AS i FROM range(5)");
      java.nio.file.Files.copy(live, copy);
      java.nio.file.Files.copy(Path.of(live + ".wal"), Path.of(copy + ".wal"));
    }

    assertEquals(5, export(copy).table().rows());
  }

  private void assertRoundTrip(List<String> statements) throws SQLException {
    Path file = DuckDbFile.of(folder.resolve("source.duckdb"), statements.toArray(String[]::new));
    try (ScratchFolder scratch = ScratchFolder.in(folder)) {
      Exported exported = export(file, scratch);
      assertEquals(0, differences(file, exported));
    }
  }

  private record Exported(CheckedTable checked, ExportedTable table) {}

  private Exported export(Path file) {
    try (ScratchFolder scratch = ScratchFolder.in(folder)) {
      return export(file, scratch);
    }
  }

  private static Exported export(Path file, ScratchFolder scratch) {
    try (Source source = Source.open(file, scratch)) {
      CheckedTable checked = Inspection.of(source, source.select(List.of()).tables()).getFirst();
      return new Exported(checked, ExportedTable.write(source, checked, 0));
    }
  }

  /** Rows that differ, or are on one side only; compared as values and as text. */
  private static long differences(Path file, Exported exported) throws SQLException {
    List<String> same = new ArrayList<>();
    for (int i = 0; i < exported.checked().columns().size(); i++) {
      same.add(same(exported.checked().columns().get(i), exported.checked().mappings().get(i)));
    }
    String sql =
        """
        SELECT count(*) FROM src.t s FULL OUTER JOIN read_parquet('%s') p ON s.i = p.i
        WHERE s.i IS NULL OR p.i IS NULL OR NOT (%s)
        """
            .formatted(exported.table().file(), String.join(" AND ", same));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("ATTACH '" + file + "' AS src (READ_ONLY)");
      try (ResultSet rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static String same(SourceColumn column, ColumnMapping.Exact mapping) {
    String source = "s." + DuckDb.identifier(column.name());
    String carried = "p." + DuckDb.identifier(mapping.column().name());
    String back = back(carried, column.duckDbType());
    return "(%1$s IS NOT DISTINCT FROM %2$s AND %1$s::VARCHAR IS NOT DISTINCT FROM %2$s::VARCHAR)"
        .formatted(source, back);
  }

  /** From what BigQuery is given to what the source has. */
  private static String back(String carried, String type) {
    if (type.endsWith("[][]")) {
      // A list in a list travels as a list of structs.
      return "list_transform(%s, lambda e: e.items)::%s".formatted(carried, type);
    }
    if (type.startsWith("MAP")) {
      return "map_from_entries(%s)".formatted(carried);
    }
    if (type.contains("odd name")) {
      return "list_transform(%s, lambda e: {'odd name': e.odd_name})".formatted(carried);
    }
    return "CAST(%s AS %s)".formatted(carried, type);
  }
}
