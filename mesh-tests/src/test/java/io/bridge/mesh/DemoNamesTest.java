package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.demo.DemoFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bridge carries any data set: its code knows no table or column of the demo's. */
class DemoNamesTest {
  @TempDir Path dir;

  @Test
  void occurNowhereInMainCode() throws Exception {
    Set<String> names = names();
    assertTrue(names.contains("sales_fact_1998") && names.contains("store_sales"));

    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      files
          .filter(file -> file.toString().contains("/src/main/"))
          .filter(file -> !file.toString().contains("/target/"))
          .filter(Files::isRegularFile)
          .forEach(
              file ->
                  words(file).stream()
                      .filter(names::contains)
                      .forEach(word -> found.add(file + ": " + word)));
    }

    assertEquals(List.of(), found);
  }

  /** Names of two words; one alone, such as a city, is everybody's. */
  private Set<String> names() throws Exception {
    Path file = dir.resolve("demo.duckdb");
    DemoFile.ensure(file);
    Set<String> names = new HashSet<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:" + file);
        ResultSet rows =
            duckDb
                .createStatement()
                .executeQuery(
                    "SELECT table_name FROM duckdb_tables() UNION SELECT column_name FROM"
                        + " duckdb_columns() WHERE NOT internal")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    names.removeIf(name -> !name.contains("_"));
    return names;
  }

  private static Set<String> words(Path file) {
    try {
      return Set.of(
          new HashSet<>(List.of(Files.readString(file).split("\\W+"))).toArray(String[]::new));
    } catch (MalformedInputException e) {
      return Set.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
