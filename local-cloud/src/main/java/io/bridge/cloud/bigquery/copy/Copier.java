package io.bridge.cloud.bigquery.copy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.TableName;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs a copy inside the transaction it is given: all of its rows, or none. */
public final class Copier {
  private final Datasets datasets;
  private final Tables tables;
  private final Clock clock;

  public Copier(String project, Clock clock) {
    this.datasets = new Datasets(project);
    this.tables = new Tables(project);
    this.clock = clock;
  }

  /**
   * One copy.
   *
   * @param owner email of who runs it
   */
  public record Run(CopySpec spec, String owner, Cancellation cancellation) {}

  /**
   * Copies, and tells {@code statistics.copy}.
   *
   * @throws GoogleError {@code notFound}, {@code duplicate} or {@code invalid}: what is wrong with
   *     the tables
   */
  public ObjectNode run(Connection c, Run run) throws SQLException {
    var spec = run.spec();
    var sources = new ArrayList<Table>();
    for (var name : spec.sources()) {
      sources.add(source(c, name));
    }
    requireAlike(sources);
    long rows = put(c, run, sources).added();
    return statistics(rows, sources);
  }

  /**
   * Puts rows into the destination of a copy.
   *
   * @param rows a relation of its own that is no table's
   * @return the destination as it is now
   * @throws GoogleError as {@link #run}
   */
  public Table put(Connection c, Run run, Table rows) throws SQLException {
    return put(c, run, List.of(rows)).table();
  }

  private record Done(Table table, long added) {}

  private Done put(Connection c, Run run, List<Table> sources) throws SQLException {
    var to = run.spec().destination();
    var existing = tables.find(c, to.dataset(), to.table()).orElse(null);
    requireDisposition(run.spec(), existing);
    return write(c, run, existing, target(c, run, existing, sources.getFirst()), sources);
  }

  private Table source(Connection c, TableName name) throws SQLException {
    var table = tables.require(c, name.dataset(), name.table());
    if (table.isView()) {
      throw tables.isView(table);
    }
    return table;
  }

  private void requireAlike(List<Table> sources) {
    var first = sources.getFirst();
    for (var table : sources) {
      if (!columns(table).equals(columns(first))) {
        throw GoogleError.invalid(
            "Incompatible table schemas: %s and %s"
                .formatted(
                    tables.name(first.dataset(), first.id()),
                    tables.name(table.dataset(), table.id())));
      }
    }
  }

  private void requireDisposition(CopySpec spec, Table existing) {
    var to = spec.destination();
    if (existing == null && !spec.createIfNeeded()) {
      throw tables.notFound(to.dataset(), to.table());
    }
    if (existing != null && existing.isView()) {
      throw tables.isView(existing);
    }
    boolean empty = existing == null || existing.rows() == 0;
    if (!empty && spec.write() == CopySpec.Write.WRITE_EMPTY) {
      throw tables.duplicate(to.dataset(), to.table());
    }
  }

  /** The table as it will be, without rows when they are new or replaced. */
  private Table target(Connection c, Run run, Table existing, Table source) throws SQLException {
    boolean bare = existing == null || existing.fields().isEmpty();
    if (!bare && run.spec().write() != CopySpec.Write.WRITE_TRUNCATE) {
      requireFits(existing, source);
      return existing.with(existing.details(), existing.fields(), clock.millis());
    }
    var to = run.spec().destination();
    long now = clock.millis();
    var made =
        new Table(
            to.dataset(),
            to.table(),
            Tables.newRelation(),
            datasets.require(c, to.dataset()).location(),
            source.fields(),
            existing == null ? source.details() : existing.details(),
            0,
            new TreeMap<>(),
            existing == null ? run.owner() : existing.owner(),
            existing == null ? now : existing.createdMs(),
            now,
            null,
            source.definition());
    tables.createRelation(c, made);
    return made;
  }

  private void requireFits(Table existing, Table source) {
    var name = tables.name(existing.dataset(), existing.id());
    new SchemaChange(name).requireSubset(existing.fields(), source.fields());
    if (existing.fields().size() != source.fields().size()) {
      throw GoogleError.invalid("Provided Schema does not match Table " + name + ".");
    }
  }

  private Done write(Connection c, Run run, Table existing, Table target, List<Table> sources)
      throws SQLException {
    long rows = 0;
    for (var source : sources) {
      rows += insert(c, run, target, source);
    }
    var bytes = new TreeMap<>(target.columnBytes());
    sources.forEach(
        source ->
            source.columnBytes().forEach((column, more) -> bytes.merge(column, more, Long::sum)));
    var done = target.with(target.relation(), target.rows() + rows, bytes);
    if (existing == null) {
      tables.insert(c, done);
    } else {
      tables.update(c, done);
    }
    if (existing != null && !existing.relation().equals(done.relation())) {
      tables.dropRelation(c, existing);
    }
    return new Done(done, rows);
  }

  private static long insert(Connection c, Run run, Table target, Table source)
      throws SQLException {
    if (source.fields().isEmpty()) {
      return 0;
    }
    var columns =
        source.fields().stream()
            .map(field -> DuckType.quote(field.name()))
            .collect(Collectors.joining(", "));
    var sql =
        "INSERT INTO %s (%s) SELECT %s FROM %s"
            .formatted(target.from(), columns, columns, source.alive());
    return run.cancellation().execute(c, sql);
  }

  private static ObjectNode statistics(long rows, List<Table> sources) {
    long bytes = sources.stream().mapToLong(Table::bytes).sum();
    var copy = JsonNodeFactory.instance.objectNode();
    copy.put("copiedRows", Long.toString(rows));
    copy.put("copiedLogicalBytes", Long.toString(bytes));
    return copy;
  }

  private static List<Field> columns(Table table) {
    return table.fields().stream().map(Copier::bare).toList();
  }

  /** A column as far as its values go. */
  private static Field bare(Field field) {
    return new Field(
        field.name().toLowerCase(Locale.ROOT),
        field.type(),
        field.isRepeated() ? field.mode() : null,
        field.precision(),
        field.scale(),
        field.fields().stream().map(Copier::bare).toList(),
        null);
  }
}
