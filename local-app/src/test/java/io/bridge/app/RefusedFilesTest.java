package io.bridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.app.played.PlayedCloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be carried exactly, or read at all: a clear message, exit code 1, nothing sent. */
class RefusedFilesTest {
  @TempDir Path folder;
  private PlayedCloud cloud;
  private App app;

  @BeforeEach
  void signIn() throws IOException {
    cloud = PlayedCloud.plain();
    cloud.identity().know("ada@example.com", "correct horse");
    cloud.gateway().makeTeam("Data");
    app = new App(folder).at(cloud.address());
    app.typing("correct horse").run("login", "--user", "ada@example.com");
  }

  @AfterEach
  void nothingWasSentAndNothingIsLeft() throws IOException {
    assertTrue(cloud.seen("POST", "/v1/uploads").isEmpty());
    cloud.close();
    try (var left = Files.list(folder)) {
      assertTrue(left.noneMatch(path -> path.getFileName().toString().startsWith("bridge-push-")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TIME",
        "TIME_NS",
        "TIMETZ",
        "INTERVAL",
        "JSON",
        "VARIANT",
        "UNION(a INTEGER, b VARCHAR)",
        "TIME[]",
        "STRUCT(x STRUCT(y TIMETZ))",
        "MAP(INTEGER, JSON)"
      })
  void refusesATypeThatCannotBeExact(String type) throws SQLException {
    Path file =
        DuckDbFile.of(
            folder.resolve("types.duckdb"),
            "CREATE TABLE fine AS SELECT 1 AS n",
            "CREATE TABLE odd (n INTEGER, \"the column\" %s)".formatted(type));

    assertRefused(file, "odd.the column: ", "COLUMN_NOT_EXACT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DATE | 'infinity'",
        "DATE | '0001-01-01 (BC)'",
        "TIMESTAMP | '-infinity'",
        "TIMESTAMP | '12026-01-01'",
        "TIMESTAMPTZ | 'infinity'",
        "TIMESTAMP_NS | '2026-01-01 00:00:00.000000001'",
        "HUGEINT | 170141183460469231731687303715884105727",
        "UHUGEINT | 340282366920938463463374607431768211455",
        "INTEGER[] | [1, NULL]",
        "DATE[][] | [['infinity']]",
        "STRUCT(d DATE) | {d: 'infinity'}",
        "MAP(VARCHAR, DATE) | MAP {'a': DATE 'infinity'}"
      })
  void refusesAValueThatCannotBeExact(String type, String value) throws SQLException {
    Path file =
        DuckDbFile.of(
            folder.resolve("values.duckdb"),
            "CREATE TABLE t (v %s)".formatted(type),
            "INSERT INTO t VALUES (NULL)",
            "INSERT INTO t VALUES (%s)".formatted(value));

    App.Outcome outcome = assertRefused(file, "t.v: 1 row has a value", "COLUMN_NOT_EXACT");
    assertFalse(outcome.err().contains(value), "no row data is shown");
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() throws SQLException {
    Path file =
        DuckDbFile.of(
            folder.resolve("many.duckdb"),
            "CREATE TABLE a (t TIME, j JSON, fine INTEGER)",
            "CREATE TABLE b AS SELECT 'infinity'::DATE AS d",
            "CREATE TABLE \"c/d\" AS SELECT 1 AS n");

    App.Outcome outcome = assertRefused(file, "a.t: ", "4 things in many.duckdb are in the way");

    assertTrue(outcome.err().contains("a.j: "), outcome.err());
    assertTrue(outcome.err().contains("b.d: "), outcome.err());
    assertTrue(outcome.err().contains("c/d: "), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b/c", "semi;colon", " padded ", "INFORMATION_SCHEMA"})
  void refusesATableNameThatBigQueryDoesNotTake(String name) throws SQLException {
    Path file =
        DuckDbFile.of(
            folder.resolve("names.duckdb"), "CREATE TABLE \"%s\" AS SELECT 1 AS n".formatted(name));

    assertRefused(file, name + ": ", "NAME_NOT_ALLOWED");
  }

  @Test
  void refusesTwoTablesThatWouldBecomeOne() throws SQLException {
    Path file =
        DuckDbFile.of(
            folder.resolve("twice.duckdb"),
            "CREATE SCHEMA a",
            "CREATE TABLE a.b AS SELECT 1 AS n",
            "CREATE TABLE a_b AS SELECT 1 AS n");

    App.Outcome outcome =
        app.run("push", file.toString(), "--table", "a.b", "--table", "a_b", "--table", "A_B");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("another table has the name a_b too"), outcome.err());
  }

  @Test
  void refusesADatasetNameThatBigQueryDoesNotTake() throws SQLException {
    Path file = DuckDbFile.of(folder.resolve("日本.duckdb"), "CREATE TABLE t AS SELECT 1 AS n");

    assertRefused(file, "--dataset", "NAME_NOT_ALLOWED");
    assertEquals(1, app.run("push", file.toString(), "--dataset", "a-b").exitCode());
    assertEquals(1, app.run("push", file.toString(), "--dataset", "_hidden").exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    "this is no database at all,neither a DuckDB database nor a Parquet file",
    "x,neither a DuckDB",
    "'',it is empty",
    "SQLite format 3\0 and more,SQLite database",
    "PK\u0003\u0004 and more,ZIP archive",
    "PARE and more bytes,encrypted Parquet",
    "PAR1,its end is missing",
    "PAR1PAR1PAR1,its end is missing",
    "PAR1 cut off somewhere,its end is missing",
    "PAR1 \u0001\u0002 garbage for a footer PAR1,cannot be read",
    "12345678DUCK and nothing more,cannot be read"
  })
  void saysWhatAFileIsThatIsNone(String content, String said) throws IOException {
    Path file =
        Files.writeString(folder.resolve("notes.duckdb"), content, StandardCharsets.ISO_8859_1);

    assertRefused(file, "notes.duckdb", said);
  }

  @Test
  void saysThatAFileIsCompressed() throws IOException {
    Path file = Files.write(folder.resolve("x.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});

    assertRefused(file, "x.gz", "compressed");
  }

  @Test
  void saysThatThereIsNoFile() {
    assertRefused(folder.resolve("nowhere.duckdb"), "nowhere.duckdb", "no such file");
    assertRefused(folder, folder.toString(), "not a regular file");
  }

  @Test
  void refusesADamagedDatabase() throws IOException, SQLException {
    Path whole =
        DuckDbFile.of(
            folder.resolve("whole.duckdb"),
            "CREATE TABLE t AS SELECT range AS n, md5(range::VARCHAR) AS s FROM range(100000)");
    byte[] bytes = Files.readAllBytes(whole);

    Path cut = Files.write(folder.resolve("cut.duckdb"), Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(cut, "cut.duckdb", "FILE_UNREADABLE");
    for (int at = 12_288 + 4096; at < bytes.length; at += 4096) {
      bytes[at] ^= 0x55;
    }
    Path flipped = Files.write(folder.resolve("flipped.duckdb"), bytes);
    assertRefused(flipped, "flipped.duckdb", "it is damaged");
  }

  @Test
  void refusesABrokenParquetFile() throws IOException, SQLException {
    Path whole = folder.resolve("whole.parquet");
    DuckDbFile.of(
        folder.resolve("any.duckdb"),
        "COPY (SELECT range AS n, md5(range::VARCHAR) AS s FROM range(100000)) TO '%s'"
            .formatted(whole));
    byte[] bytes = Files.readAllBytes(whole);

    Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, 900));
    assertRefused(cut, "cut.parquet", "its end is missing");
    byte[] noPages = bytes.clone();
    Arrays.fill(noPages, 4, bytes.length / 2, (byte) 0xee);
    assertRefused(
        Files.write(folder.resolve("pages.parquet"), noPages), "pages.parquet", "cannot be read");
    byte[] noFooter = bytes.clone();
    Arrays.fill(noFooter, bytes.length - 100, bytes.length - 8, (byte) 0xee);
    assertRefused(
        Files.write(folder.resolve("foot.parquet"), noFooter), "foot.parquet", "cannot be read");
  }

  @Test
  void refusesADatabaseWithoutATable() throws SQLException {
    assertRefused(DuckDbFile.of(folder.resolve("none.duckdb")), "none.duckdb", "it has no table");
    assertRefused(
        DuckDbFile.of(folder.resolve("views.duckdb"), "CREATE VIEW v AS SELECT 1 AS n"),
        "views.duckdb",
        "choose with --table: v");
  }

  @Test
  void doesNotFollowAViewIntoAnotherFile() throws IOException, SQLException {
    Path secret = Files.writeString(folder.resolve("secret.csv"), "a\n42\n");
    Path file =
        DuckDbFile.of(
            folder.resolve("views.duckdb"),
            "CREATE TABLE t AS SELECT 1 AS n",
            "CREATE VIEW spy AS SELECT * FROM read_csv('%s')".formatted(secret));

    App.Outcome outcome = app.run("push", file.toString(), "--table", "spy");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("make a table of it first"), outcome.err());
  }

  @Test
  void refusesAViewThatNoLongerWorks() throws SQLException {
    Path file =
        DuckDbFile.of(
            folder.resolve("views.duckdb"),
            "CREATE TABLE gone AS SELECT 1 AS n",
            "CREATE VIEW v AS SELECT * FROM gone",
            "DROP TABLE gone");

    App.Outcome outcome = app.run("push", file.toString(), "--table", "v");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("DuckDB says: Catalog Error"), outcome.err());
  }

  @Test
  void namesTheTablesThereAreWhenOneIsNot() throws SQLException {
    Path file = folder.resolve("some.duckdb");
    for (int i = 10; i < 35; i++) {
      DuckDbFile.of(file, "CREATE TABLE t%d AS SELECT 1 AS n".formatted(i));
    }

    App.Outcome outcome = app.run("push", file.toString(), "--table", "t1");

    assertEquals(4, outcome.exitCode());
    assertTrue(outcome.err().contains("There are: t10, t11"), outcome.err());
    assertTrue(outcome.err().contains("and 5 more"), outcome.err());
  }

  @Test
  void saysWhoHoldsTheFile() throws IOException, InterruptedException {
    Path file = folder.resolve("held.duckdb");
    Process holder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FileHolder.class.getName(),
                    file.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = holder.inputReader()) {
      assertEquals("held", said.readLine());

      assertRefused(file, "process " + holder.pid(), "has it open for writing");
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  private App.Outcome assertRefused(Path file, String... said) {
    App.Outcome outcome = app.run("push", file.toString());
    assertEquals(1, outcome.exitCode(), outcome.err());
    assertEquals("", outcome.out());
    assertFalse(outcome.err().contains("Exception"), outcome.err());
    for (String words : said) {
      assertTrue(outcome.err().contains(words), outcome.err());
    }
    return outcome;
  }
}
