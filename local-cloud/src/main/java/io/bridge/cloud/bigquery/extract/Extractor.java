package io.bridge.cloud.bigquery.extract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.load.Colocation;
import io.bridge.cloud.bigquery.load.GcsUri;
import io.bridge.cloud.bigquery.row.RowTexts;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.http.GoogleError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Runs an extract: one file, which takes the place of an object of its name. */
public final class Extractor {
  /** Google's own limit of a file. */
  private static final long MAX_FILE_BYTES = 1_000_000_000;

  private final Tables tables;
  private final TargetObjects objects;
  private final Path staging;

  public Extractor(String project, TargetObjects objects, Path staging) {
    this.tables = new Tables(project);
    this.objects = objects;
    this.staging = staging;
  }

  /** One extract. */
  public record Run(ExtractSpec spec, Cancellation cancellation) {}

  /**
   * Extracts, and tells {@code statistics.extract}.
   *
   * @throws GoogleError {@code notFound} or {@code invalid}: what is wrong with the table
   */
  public ObjectNode run(Connection c, Run run) throws SQLException {
    var spec = run.spec();
    var table = tables.require(c, spec.source().dataset(), spec.source().table());
    requireWritable(table, spec);
    for (var uri : spec.uris()) {
      Colocation.ofExtract(table.location(), objects.location(uri.bucket()));
    }
    var file = staging.resolve(UUID.randomUUID().toString());
    try {
      write(c, table, run, file);
      run.cancellation().check();
      publish(spec, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(file);
    }
    var extract = JsonNodeFactory.instance.objectNode();
    extract.putArray("destinationUriFileCounts").add("1");
    return extract.put("inputBytes", Long.toString(table.bytes()));
  }

  private void requireWritable(Table table, ExtractSpec spec) {
    if (table.isView()) {
      throw tables.isView(table);
    }
    var uri = spec.uris().getFirst();
    if (!uri.isWildcard() && table.bytes() > MAX_FILE_BYTES) {
      throw GoogleError.invalid(
          "Table %s too large to be exported to a single file. Specify a uri including a * to "
                  .formatted(tables.name(table.dataset(), table.id()))
              + "shard export.");
    }
    for (var field : table.fields()) {
      requireWritable(field, spec);
    }
  }

  private static void requireWritable(Field field, ExtractSpec spec) {
    boolean nested = field.isRepeated() || field.type().equals("STRUCT");
    if (nested && spec.format() == ExtractSpec.Format.CSV) {
      throw GoogleError.invalid(
          "Operation cannot be performed on a nested schema. Field: " + field.name());
    }
  }

  private void write(Connection c, Table table, Run run, Path file)
      throws SQLException, IOException {
    if (run.spec().format() == ExtractSpec.Format.PARQUET) {
      parquet(c, table, run, file);
      return;
    }
    try (var out = open(file, run.spec())) {
      var rows = new RowFile(out, table.fields());
      char delimiter = run.spec().delimiter();
      boolean csv = run.spec().format() == ExtractSpec.Format.CSV;
      if (csv && run.spec().header()) {
        rows.header(delimiter);
      }
      new RowTexts(table)
          .each(
              c,
              values -> {
                run.cancellation().check();
                try {
                  if (csv) {
                    rows.csv(values, delimiter);
                  } else {
                    rows.json(values);
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  private static void parquet(Connection c, Table table, Run run, Path file)
      throws SQLException, IOException {
    var columns = new ParquetColumns(table);
    var compression = run.spec().compression();
    var codec = compression.equals("NONE") ? "uncompressed" : compression;
    var sql =
        "COPY (SELECT %s FROM %s) TO %s (FORMAT parquet, COMPRESSION %s)"
            .formatted(columns.select(), table.alive(), Sql.text(file.toString()), codec);
    run.cancellation().execute(c, sql);
    columns.finish(file);
  }

  private static OutputStream open(Path file, ExtractSpec spec) throws IOException {
    var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    return spec.compression().equals("GZIP") ? new GZIPOutputStream(out, 1 << 16) : out;
  }

  private void publish(ExtractSpec spec, Path file) throws IOException {
    GcsUri uri = spec.uris().getFirst();
    // The number of the first and only piece.
    var object = uri.object().replace("*", "000000000000");
    objects.write(uri.bucket(), object, "application/octet-stream", file);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
