package io.bridge.cloud.bigquery.warehouse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The tables of the project, results of queries among them. */
public final class Tables {
  private static final String EXPIRES =
      "CAST(json_extract_string(definition, '$.expirationTime') AS BIGINT)";

  private static final int MOST_REMOVED = 1000;

  private final String project;
  private final Results results = new Results();

  public Tables(String project) {
    this.project = project;
  }

  public Optional<Table> find(Connection c, String dataset, String id) throws SQLException {
    return stored(c, dataset, id).filter(Table::isAlive);
  }

  /** Whether its time is over or not. */
  private Optional<Table> stored(Connection c, String dataset, String id) throws SQLException {
    var sql = "SELECT * FROM meta.entry WHERE dataset = ? AND id = ?";
    var found = Sql.one(c, Tables::table, sql, dataset, id);
    return found.isEmpty() && Results.mayBeIn(dataset) ? results.find(c, dataset, id) : found;
  }

  /** Fails with 404. */
  public Table require(Connection c, String dataset, String id) throws SQLException {
    return find(c, dataset, id).orElseThrow(() -> notFound(dataset, id));
  }

  /** In the order of their ids. */
  public List<Table> list(Connection c, String dataset) throws SQLException {
    var sql = "SELECT * FROM meta.entry WHERE dataset = ? ORDER BY id";
    return Sql.list(c, Tables::table, sql, dataset).stream().filter(Table::isAlive).toList();
  }

  /** A name for rows that no relation ever had. */
  public static String newRelation() {
    return "r" + UUID.randomUUID().toString().replace("-", "");
  }

  /** Makes an empty relation with the columns of the table. */
  public void createRelation(Connection c, Table table) throws SQLException {
    var columns =
        table.fields().stream()
            .map(field -> DuckType.quote(field.name()) + " " + DuckType.of(field))
            .collect(Collectors.joining(", ", "(", ")"));
    // BigQuery has tables without a schema; DuckDB wants a column.
    var definition = table.fields().isEmpty() ? "(none BOOLEAN)" : columns;
    Sql.run(c, "CREATE TABLE " + table.from() + " " + definition);
  }

  public void dropRelation(Connection c, Table table) throws SQLException {
    if (!table.isView()) {
      Sql.run(c, "DROP TABLE " + table.from());
    }
  }

  /** Fails with 409 when there is one of that name. Its relation must be there already. */
  public Table insert(Connection c, Table table) throws SQLException {
    if (find(c, table.dataset(), table.id()).isPresent()) {
      throw duplicate(table.dataset(), table.id());
    }
    removeDead(c, table);
    return add(c, table);
  }

  /**
   * Adds the result of a query, whose name nobody else has.
   *
   * @param question that it answers once more when it is asked again; null for none
   */
  public Table insertResult(Connection c, Table table, String question) throws SQLException {
    return results.add(c, table, question);
  }

  /** The latest result that answers a question and is still there. */
  public Optional<Table> findResult(Connection c, String question, long nowMs) throws SQLException {
    return results.answering(c, question, nowMs);
  }

  private Table add(Connection c, Table table) throws SQLException {
    Sql.insert(
        c,
        "meta.entry",
        table.dataset(),
        table.id(),
        table.relation(),
        table.location(),
        SchemaJson.write(table.fields()).toString(),
        table.details().encode(),
        table.rows(),
        encode(table.columnBytes()),
        table.owner(),
        table.createdMs(),
        table.modifiedMs(),
        null,
        table.definition().encode(project),
        null);
    return table;
  }

  public Table update(Connection c, Table table) throws SQLException {
    Sql.run(
        c,
        """
        UPDATE meta.entry SET relation = ?, fields = ?, details = ?, row_count = ?,
          column_bytes = ?, modified = ?, definition = ? WHERE dataset = ? AND id = ?\
        """,
        table.relation(),
        SchemaJson.write(table.fields()).toString(),
        table.details().encode(),
        table.rows(),
        encode(table.columnBytes()),
        table.modifiedMs(),
        table.definition().encode(project),
        table.dataset(),
        table.id());
    return table;
  }

  /** Puts another table in the place of one, whose rows go. */
  public Table replace(Connection c, Table old, Table table) throws SQLException {
    dropRelation(c, old);
    Sql.run(
        c,
        "UPDATE meta.entry SET owner = ?, created = ? WHERE dataset = ? AND id = ?",
        table.owner(),
        table.createdMs(),
        table.dataset(),
        table.id());
    return update(c, table);
  }

  /** Gives a table another name in its dataset; fails with 409 when it is taken. */
  public Table rename(Connection c, Table table, String id) throws SQLException {
    var renamed = table.named(table.dataset(), id);
    insert(c, renamed);
    Sql.run(c, "DELETE FROM meta.entry WHERE dataset = ? AND id = ?", table.dataset(), table.id());
    return renamed;
  }

  /** Takes the table and its rows away. */
  public void remove(Connection c, Table table) throws SQLException {
    dropRelation(c, table);
    if (table.isResult()) {
      results.remove(c, table);
      return;
    }
    var sql = "DELETE FROM meta.entry WHERE dataset = ? AND id = ?";
    Sql.run(c, sql, table.dataset(), table.id());
  }

  /** What has the name of a new table can only be one whose time is over. */
  private void removeDead(Connection c, Table table) throws SQLException {
    var dead = stored(c, table.dataset(), table.id());
    if (dead.isPresent()) {
      remove(c, dead.get());
    }
  }

  /** Takes away the results and tables whose time is over. */
  public int removeExpired(Connection c, long nowMs) throws SQLException {
    var sql = "SELECT * FROM meta.entry WHERE " + EXPIRES + " <= ? LIMIT " + MOST_REMOVED;
    var expired = new ArrayList<>(Sql.list(c, Tables::table, sql, nowMs));
    expired.addAll(results.expired(c, nowMs, MOST_REMOVED));
    for (var table : expired) {
      remove(c, table);
    }
    return expired.size();
  }

  public GoogleError notFound(String dataset, String id) {
    return GoogleError.notFound("Not found: Table " + name(dataset, id));
  }

  /** For what is done to rows, which a view has not. */
  public GoogleError isView(Table view) {
    return GoogleError.invalid(
        name(view.dataset(), view.id())
            + " is not allowed for this operation because it is currently a VIEW.");
  }

  public GoogleError duplicate(String dataset, String id) {
    return GoogleError.conflict("Already Exists: Table " + name(dataset, id));
  }

  /** A table's name in BigQuery's messages. */
  public String name(String dataset, String id) {
    return project + ":" + dataset + "." + id;
  }

  private static Table table(ResultSet row) throws SQLException {
    return new Table(
        row.getString("dataset"),
        row.getString("id"),
        row.getString("relation"),
        row.getString("location"),
        fields(row.getString("fields")),
        Details.decode(row.getString("details")),
        row.getLong("row_count"),
        decode(row.getString("column_bytes")),
        row.getString("owner"),
        row.getLong("created"),
        row.getLong("modified"),
        null,
        Definition.decode(row.getString("definition")));
  }

  private static List<Field> fields(String text) {
    return SchemaJson.readStored(new Body("schema", Sql.json(text)));
  }

  private static String encode(SortedMap<String, Long> bytes) {
    var node = JsonNodeFactory.instance.objectNode();
    bytes.forEach(node::put);
    return node.toString();
  }

  private static SortedMap<String, Long> decode(String text) {
    var bytes = new TreeMap<String, Long>();
    Sql.json(text).properties().forEach(e -> bytes.put(e.getKey(), e.getValue().asLong()));
    return Collections.unmodifiableSortedMap(bytes);
  }
}
