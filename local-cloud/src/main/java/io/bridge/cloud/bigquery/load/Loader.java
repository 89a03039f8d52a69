package io.bridge.cloud.bigquery.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.schema.SchemaRules;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.ColumnBytes;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Definition;
import io.bridge.cloud.bigquery.warehouse.Failure;
import io.bridge.cloud.bigquery.warehouse.Partitioning;
import io.bridge.cloud.bigquery.warehouse.Reshaping;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.http.GoogleError;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs a load inside the transaction it is given: all of its rows, or none. */
public final class Loader {
  private final Datasets datasets;
  private final Tables tables;
  private final SourceObjects objects;
  private final Path staging;
  private final Clock clock;

  public Loader(String project, SourceObjects objects, Path staging, Clock clock) {
    this.datasets = new Datasets(project);
    this.tables = new Tables(project);
    this.objects = objects;
    this.staging = staging;
    this.clock = clock;
  }

  /**
   * One load.
   *
   * @param owner email of who runs it
   * @param file that came with the request; null when the spec has URIs
   */
  public record Run(LoadSpec spec, String owner, Path file, Cancellation cancellation) {}

  /**
   * A load that ended.
   *
   * @param statistics {@code statistics.load}
   * @param errors of rows that were passed over
   */
  public record Result(ObjectNode statistics, List<Failure> errors) {}

  /**
   * Loads.
   *
   * @throws GoogleError {@code notFound}, {@code duplicate} or {@code invalid}: what is wrong with
   *     the table or the files
   * @throws LoadFailure when too many rows do not fit
   */
  public Result run(Connection c, Run run) throws SQLException {
    var spec = run.spec();
    var dataset = datasets.require(c, spec.dataset());
    var existing = tables.find(c, spec.dataset(), spec.table()).orElse(null);
    requireDisposition(spec, existing);
    try (var staged = new StagedFiles(staging)) {
      var files = new ArrayList<StagedFile>();
      if (run.file() != null) {
        files.add(staged.uploaded(run.file()));
      }
      for (var uri : spec.uris()) {
        run.cancellation().check();
        files.addAll(staged.stage(objects, uri, dataset.location()));
      }
      var content = content(c, spec, staged, files);
      var name = tables.name(spec.dataset(), spec.table());
      var schema = TargetSchema.of(spec, existing, content, name);
      SchemaRules.check(schema.fields());
      var rows = content.rows(schema);
      var target = target(c, run, dataset.location(), existing, schema.fields());
      return write(c, run, existing, target, new Work(files, rows));
    }
  }

  /** What is left to do when the table stands. */
  private record Work(List<StagedFile> files, Content.Rows rows) {}

  private static Content content(
      Connection c, LoadSpec spec, StagedFiles staged, List<StagedFile> files) {
    return spec.format() instanceof SourceFormat.Parquet(ParquetOptions options)
        ? new ParquetContent(
            spec,
            options,
            files.stream().map(file -> staged.parquet(c, file).named(spec.naming())).toList())
        : new TextContent(spec, files);
  }

  private void requireDisposition(LoadSpec spec, Table existing) {
    if (existing == null && !spec.createIfNeeded()) {
      throw tables.notFound(spec.dataset(), spec.table());
    }
    if (existing != null && existing.isView()) {
      throw tables.isView(existing);
    }
    requirePartitioning(spec, existing);
    boolean empty = existing == null || existing.rows() == 0 || spec.partition() != null;
    if (!empty && spec.write() == LoadSpec.WriteDisposition.WRITE_EMPTY) {
      throw tables.duplicate(spec.dataset(), spec.table());
    }
  }

  private void requirePartitioning(LoadSpec spec, Table existing) {
    var asked = spec.definition().partitioning();
    if (existing == null || asked == null) {
      return;
    }
    if (!Partitioning.same(existing.definition().partitioning(), asked)) {
      throw GoogleError.invalid(
          "Incompatible table partitioning specification for table "
              + tables.name(existing.dataset(), existing.id()));
    }
  }

  /** The table as it will be, still without rows when they are new or replaced. */
  private Table target(Connection c, Run run, String location, Table existing, List<Field> fields)
      throws SQLException {
    long now = clock.millis();
    var spec = run.spec();
    boolean bare = existing == null || existing.fields().isEmpty();
    if (!bare && (spec.partition() != null || !spec.write().replaces())) {
      var grown = existing.with(existing.details(), fields, now);
      var kept = new Reshaping(tables).apply(c, existing, grown);
      return spec.partition() == null ? kept : cleared(c, spec, kept);
    }
    if (existing != null) {
      tables.dropRelation(c, existing);
    }
    var created =
        new Table(
            spec.dataset(),
            spec.table(),
            Tables.newRelation(),
            existing == null ? location : existing.location(),
            fields,
            existing == null ? spec.properties() : existing.details(),
            0,
            new TreeMap<>(),
            existing == null ? run.owner() : existing.owner(),
            existing == null ? now : existing.createdMs(),
            now,
            null,
            definition(spec, existing));
    created.definition().requireColumns(fields);
    tables.createRelation(c, created);
    return created;
  }

  private static Definition definition(LoadSpec spec, Table existing) {
    if (existing == null) {
      return spec.definition();
    }
    return spec.write() == LoadSpec.WriteDisposition.WRITE_TRUNCATE
        ? existing.definition().forOtherColumns()
        : existing.definition();
  }

  /** The table with its partition as the disposition wants it before the rows come. */
  private Table cleared(Connection c, LoadSpec spec, Table table) throws SQLException {
    var write = new PartitionWrite(tables, spec.partition());
    if (spec.write() == LoadSpec.WriteDisposition.WRITE_EMPTY) {
      write.requireEmpty(c, table);
    }
    return spec.write().replaces() ? write.emptied(c, table) : table;
  }

  private Result write(Connection c, Run run, Table existing, Table target, Work work)
      throws SQLException {
    long rows = insert(c, run, target, work);
    var done = grown(c, existing, target, rows);
    if (existing == null) {
      tables.insert(c, done);
    } else {
      tables.update(c, done);
    }
    long bytes = done.bytes() - target.bytes();
    return new Result(statistics(work, rows, bytes), work.rows().errors());
  }

  private long insert(Connection c, Run run, Table target, Work work) throws SQLException {
    if (run.spec().partition() == null) {
      return work.rows().insert(c, target, run.cancellation());
    }
    var write = new PartitionWrite(tables, run.spec().partition());
    long outside = write.outside(c, target);
    long rows = work.rows().insert(c, target, run.cancellation());
    write.requireOutside(c, target, outside);
    return rows;
  }

  /** Until the transaction ends, all rows of a relation that it made have numbers of their own. */
  private Table grown(Connection c, Table existing, Table target, long rows) throws SQLException {
    boolean made = existing == null || !existing.relation().equals(target.relation());
    var bytes =
        made
            ? ColumnBytes.of(c, target, 0)
            : sum(target.columnBytes(), ColumnBytes.of(c, target, target.rows()));
    return target.with(target.relation(), target.rows() + rows, bytes);
  }

  private static SortedMap<String, Long> sum(
      SortedMap<String, Long> before, SortedMap<String, Long> added) {
    var sum = new TreeMap<>(before);
    added.forEach((column, bytes) -> sum.merge(column, bytes, Long::sum));
    return Collections.unmodifiableSortedMap(sum);
  }

  private static ObjectNode statistics(Work work, long rows, long output) {
    long input = work.files().stream().mapToLong(StagedFile::sizeBytes).sum();
    var load = JsonNodeFactory.instance.objectNode();
    load.put("inputFiles", Integer.toString(work.files().size()));
    load.put("inputFileBytes", Long.toString(input));
    load.put("outputRows", Long.toString(rows));
    load.put("outputBytes", Long.toString(output));
    load.put("badRecords", Long.toString(work.rows().badRecords()));
    return load;
  }
}
