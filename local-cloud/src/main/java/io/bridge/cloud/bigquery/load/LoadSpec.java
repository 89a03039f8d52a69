package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.schema.SchemaGrowth;
import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Definition;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.http.GoogleError;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code configuration.load} of a job.
 *
 * @param partition the only one that is written; null for the whole table
 * @param uris none for a file that came with the request
 * @param schema null when the request has none
 * @param autodetect whether text files are looked at for a schema
 * @param updates what the load may do to the schema of a table that is there
 * @param properties what to say about a table that the load creates
 * @param definition partitions and clustering of a table that the load creates
 */
public record LoadSpec(
    String project,
    String dataset,
    String table,
    Partition partition,
    List<GcsUri> uris,
    List<Field> schema,
    boolean autodetect,
    WriteDisposition write,
    boolean createIfNeeded,
    Set<SchemaGrowth.Update> updates,
    SourceFormat format,
    ColumnNames naming,
    long maxBadRecords,
    boolean ignoreUnknown,
    Details properties,
    Definition definition) {
  private static final int MAX_URIS = 10_000;
  private static final Set<String> USED =
      Set.of(
          "sourceUris",
          "destinationTable",
          "sourceFormat",
          "schema",
          "autodetect",
          "writeDisposition",
          "createDisposition",
          "schemaUpdateOptions",
          "parquetOptions",
          "decimalTargetTypes",
          "timestampTargetPrecision",
          "columnNameCharacterMap",
          "maxBadRecords",
          "ignoreUnknownValues",
          "encoding",
          "timePartitioning",
          "rangePartitioning",
          "clustering",
          "jsonExtension",
          "destinationTableProperties");
  // Without an effect on the formats there are.
  private static final Set<String> HARMLESS = Set.of("useAvroLogicalTypes");

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
   * @param withFile whether the file came with the request, and lies in no bucket
   * @throws GoogleError 400 for what BigQuery refuses, 501 for an option not emulated
   */
  public static LoadSpec read(String project, Body load, boolean withFile) {
    var used = new HashSet<>(USED);
    used.addAll(CsvOptions.KEYS);
    load.known(used, HARMLESS);
    requireMicroseconds(load);
    var format = SourceFormat.read(load);
    var write = disposition(load);
    var table = load.requiredObject("destinationTable");
    requireProject(project, table);
    var id = table.required("tableId").split("\\$", 2);
    var partition = id.length == 1 ? null : partition(id[1]);
    var schema = load.object("schema");
    return new LoadSpec(
        project,
        Names.dataset(table.required("datasetId")),
        Names.table(id[0]),
        partition,
        withFile ? noUris(load) : uris(load),
        schema == null || !schema.has("fields") ? null : SchemaJson.read(schema),
        load.flag("autodetect", false),
        write,
        createIfNeeded(load),
        updates(load, write, partition),
        format,
        ColumnNames.read(load),
        maxBadRecords(load, format),
        load.flag("ignoreUnknownValues", false),
        properties(load),
        Definition.none().patch(load));
  }

  /** A TIMESTAMP has six digits after the second here, which is BigQuery's default. */
  private static void requireMicroseconds(Body load) {
    for (long digits : load.integers("timestampTargetPrecision")) {
      if (digits == 12) {
        throw GoogleError.unimplemented("BigQuery configuration.load.timestampTargetPrecision 12");
      }
      if (digits != 6) {
        throw load.invalid("timestampTargetPrecision");
      }
    }
  }

  private static Partition partition(String id) {
    if (id.startsWith("__")) {
      throw GoogleError.unimplemented("BigQuery load into partition $" + id);
    }
    return new Partition(id);
  }

  /** Whether the table's own schema goes, when there is another. */
  boolean replacesSchema() {
    return write == WriteDisposition.WRITE_TRUNCATE && partition == null;
  }

  /** Whether the files may say the schema. */
  boolean detects() {
    return autodetect || format instanceof SourceFormat.Parquet;
  }

  private static long maxBadRecords(Body load, SourceFormat format) {
    var most = load.integer("maxBadRecords");
    if (most == null || most == 0) {
      return 0;
    }
    if (format instanceof SourceFormat.Parquet) {
      throw GoogleError.invalid("maxBadRecords is not supported for source format PARQUET");
    }
    if (most < 0 || most > Integer.MAX_VALUE) {
      throw load.invalid("maxBadRecords");
    }
    return most;
  }

  private static Set<SchemaGrowth.Update> updates(
      Body load, WriteDisposition write, Partition partition) {
    var updates = EnumSet.noneOf(SchemaGrowth.Update.class);
    for (var text : load.texts("schemaUpdateOptions")) {
      try {
        updates.add(SchemaGrowth.Update.valueOf(text));
      } catch (IllegalArgumentException _) {
        throw load.invalid("schemaUpdateOptions");
      }
    }
    boolean legal =
        write == WriteDisposition.WRITE_APPEND
            || write == WriteDisposition.WRITE_TRUNCATE_DATA
            || (write == WriteDisposition.WRITE_TRUNCATE && partition != null);
    if (!updates.isEmpty() && !legal) {
      throw GoogleError.invalid(
          "Schema update options should only be specified with WRITE_APPEND disposition, or with "
              + "WRITE_TRUNCATE disposition on a table partition.");
    }
    return Set.copyOf(updates);
  }

  private static void requireProject(String project, Body table) {
    var named = table.text("projectId");
    if (named != null && !named.equals(project)) {
      throw GoogleError.notFound("Not found: Project " + named);
    }
  }

  private static List<GcsUri> noUris(Body load) {
    if (load.isSet("sourceUris")) {
      throw GoogleError.invalid("sourceUris cannot be given together with an uploaded file");
    }
    return List.of();
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
