package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.http.GoogleError;
import java.util.List;
import java.util.Set;

/**
 * {@code configuration.load} of a job.
 *
 * @param schema null when the files say it
 * @param properties what to say about a table that the load creates
 */
public record LoadSpec(
    String project,
    String dataset,
    String table,
    List<GcsUri> uris,
    List<Field> schema,
    WriteDisposition write,
    boolean createIfNeeded,
    ParquetOptions parquet,
    Details properties) {
  private static final int MAX_URIS = 10_000;
  private static final Set<String> USED =
      Set.of(
          "sourceUris",
          "destinationTable",
          "sourceFormat",
          "schema",
          "writeDisposition",
          "createDisposition",
          "parquetOptions",
          "decimalTargetTypes",
          "columnNameCharacterMap",
          "maxBadRecords",
          "destinationTableProperties");
  // Parquet files describe themselves, so autodetect says nothing new; the others are for text.
  private static final Set<String> HARMLESS =
      Set.of("autodetect", "encoding", "useAvroLogicalTypes", "fileSetSpecType");

  /** What happens to the rows there are. */
  public enum WriteDisposition {
    WRITE_APPEND,
    WRITE_EMPTY,
    WRITE_TRUNCATE,
    /** Replaces the rows and keeps the schema. */
    WRITE_TRUNCATE_DATA;

    boolean replaces() {
      return this == WRITE_TRUNCATE || this == WRITE_TRUNCATE_DATA;
    }
  }

  /**
   * Reads and checks the configuration.
   *
   * @param project the one project there is
   * @throws GoogleError 400 for what BigQuery refuses, 501 for an option not emulated
   */
  public static LoadSpec read(String project, Body load) {
    load.known(USED, HARMLESS);
    parquetOnly(load);
    var table = load.requiredObject("destinationTable");
    requireProject(project, table);
    var schema = load.object("schema");
    return new LoadSpec(
        project,
        Names.dataset(table.required("datasetId")),
        Names.table(table.required("tableId")),
        uris(load),
        schema == null || !schema.has("fields") ? null : SchemaJson.read(schema),
        disposition(load),
        createIfNeeded(load),
        ParquetOptions.read(load),
        properties(load));
  }

  private static void parquetOnly(Body load) {
    var format = load.text("sourceFormat");
    if (!"PARQUET".equals(format)) {
      throw GoogleError.unimplemented(
          "BigQuery jobs.insert with configuration.load.sourceFormat "
              + (format == null || format.isEmpty() ? "CSV" : format));
    }
    load.word("columnNameCharacterMap", "STRICT", Set.of("STRICT"));
    var bad = load.integer("maxBadRecords");
    if (bad != null && bad != 0) {
      throw GoogleError.invalid("maxBadRecords is not supported for source format PARQUET");
    }
  }

  private static void requireProject(String project, Body table) {
    var named = table.text("projectId");
    if (named != null && !named.equals(project)) {
      throw GoogleError.notFound("Not found: Project " + named);
    }
  }

  private static List<GcsUri> uris(Body load) {
    var uris = load.texts("sourceUris");
    if (uris.isEmpty() || uris.size() > MAX_URIS) {
      throw new GoogleError(
          400, "required", "Load configuration must specify 1 to 10000 source URIs");
    }
    return uris.stream().map(GcsUri::parse).toList();
  }

  private static WriteDisposition disposition(Body load) {
    var words = Set.of("WRITE_APPEND", "WRITE_EMPTY", "WRITE_TRUNCATE", "WRITE_TRUNCATE_DATA");
    return WriteDisposition.valueOf(load.word("writeDisposition", "WRITE_APPEND", words));
  }

  private static boolean createIfNeeded(Body load) {
    var words = Set.of("CREATE_IF_NEEDED", "CREATE_NEVER");
    return load.word("createDisposition", "CREATE_IF_NEEDED", words).equals("CREATE_IF_NEEDED");
  }

  private static Details properties(Body load) {
    var properties = load.object("destinationTableProperties");
    return properties == null
        ? Details.none()
        : Details.none().patch(properties.known(Details.KEYS, Set.of()));
  }
}
