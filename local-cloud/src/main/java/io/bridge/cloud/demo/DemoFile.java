package io.bridge.cloud.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.hydromatic.foodmart.data.json.FoodmartJson;
import org.duckdb.DuckDBDriver;

/**
 * The FoodMart data set (a grocery chain; Maven artifact {@code foodmart-data-json}, Apache-2.0) as
 * a DuckDB file. Each file of records in the artifact becomes a table; exports of a document
 * database beside them, told by their object ids, do not.
 */
public final class DemoFile {
  private static final ObjectReader RECORDS =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          // 4.2900 says that the source counts in ten-thousandths.
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .readerFor(JsonNode.class);

  private DemoFile() {}

  /** Writes the file unless it is there; a half-written one is never left under its name. */
  public static void ensure(Path file) {
    if (!Files.exists(file)) {
      write(file, UnaryOperator.identity());
    }
  }

  /**
   * Writes the file.
   *
   * @param renaming applied to every table and column name
   */
  public static void write(Path file, UnaryOperator<String> renaming) {
    Path fresh = file.resolveSibling(file.getFileName() + ".writing");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(fresh);
      try (ZipFile artifact = new ZipFile(artifact().toFile());
          Connection duckDb =
              new DuckDBDriver().connect("jdbc:duckdb:" + fresh, new Properties())) {
        for (ZipEntry entry : recordFiles(artifact)) {
          load(artifact, entry, duckDb, renaming);
        }
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("The demo's data could not be written to " + file, e);
    }
  }

  private static Path artifact() throws IOException {
    try {
      return Path.of(
          FoodmartJson.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("The demo's artifact has no path", e);
    }
  }

  private static List<? extends ZipEntry> recordFiles(ZipFile artifact) {
    return artifact.stream()
        .filter(entry -> entry.getName().endsWith(".json"))
        .filter(entry -> startsLikeRecords(artifact, entry))
        .toList();
  }

  private static boolean startsLikeRecords(ZipFile artifact, ZipEntry entry) {
    try (InputStream in = artifact.getInputStream(entry)) {
      String start = new String(in.readNBytes(64), StandardCharsets.UTF_8);
      return start.startsWith("{") && !start.contains("\"$oid\"");
    } catch (IOException e) {
      throw new IllegalStateException("The demo's artifact cannot be read: " + entry, e);
    }
  }

  private static void load(
      ZipFile artifact, ZipEntry entry, Connection duckDb, UnaryOperator<String> renaming)
      throws IOException, SQLException {
    Map<String, ColumnGuess> columns = columns(artifact, entry);
    Path json = Files.createTempFile("bridge-demo", ".json");
    try (InputStream in = artifact.getInputStream(entry);
        Statement statement = duckDb.createStatement()) {
      Files.copy(in, json, StandardCopyOption.REPLACE_EXISTING);
      String table = entry.getName().substring(0, entry.getName().length() - ".json".length());
      statement.execute(
          "CREATE TABLE "
              + quoted(renaming.apply(table))
              + " AS SELECT "
              + columns.keySet().stream()
                  .map(name -> quoted(name) + " AS " + quoted(renaming.apply(name)))
                  .collect(Collectors.joining(", "))
              + " FROM read_json("
              + literal(json.toString())
              + ", format = 'newline_delimited', columns = {"
              + columns.entrySet().stream()
                  .map(column -> literal(column.getKey()) + ": " + literal(type(column)))
                  .collect(Collectors.joining(", "))
              + "})");
    } finally {
      Files.deleteIfExists(json);
    }
  }

  private static String type(Map.Entry<String, ColumnGuess> column) {
    return column.getValue().type();
  }

  private static Map<String, ColumnGuess> columns(ZipFile artifact, ZipEntry entry)
      throws IOException {
    Map<String, ColumnGuess> columns = new LinkedHashMap<>();
    try (InputStream in = artifact.getInputStream(entry);
        MappingIterator<JsonNode> records = RECORDS.readValues(in)) {
      while (records.hasNext()) {
        for (Map.Entry<String, JsonNode> field : records.next().properties()) {
          columns.computeIfAbsent(field.getKey(), _ -> new ColumnGuess()).see(field.getValue());
        }
      }
    }
    return columns;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
