package io.bridge.cloud.bigquery.warehouse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.wire.Body;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The anonymous results of queries. They never change, nobody else has their names, and each query
 * writes one: so what is known of one is a single text, which costs less than many columns.
 */
final class Results {
  private static final String READ = "SELECT id, expires, known FROM meta.result WHERE ";

  /** Whether a result can be in a dataset of that name, as a table of a hidden one can. */
  static boolean mayBeIn(String dataset) {
    return dataset.startsWith("_");
  }

  /**
   * @param question that it answers once more when it is asked again; null for none
   */
  Table add(Connection c, Table result, String question) throws SQLException {
    var known = known(result).toString();
    Sql.insert(c, "meta.result", result.id(), question, result.expiresMs(), known);
    return result;
  }

  Optional<Table> find(Connection c, String dataset, String id) throws SQLException {
    return Sql.one(c, Results::result, READ + "id = ?", id)
        .filter(result -> result.dataset().equals(dataset));
  }

  /** The latest one that answers a question and is still there. */
  Optional<Table> answering(Connection c, String question, long nowMs) throws SQLException {
    var sql = READ + "question = ? AND expires > ? ORDER BY expires DESC LIMIT 1";
    return Sql.one(c, Results::result, sql, question, nowMs);
  }

  List<Table> expired(Connection c, long nowMs, int limit) throws SQLException {
    return Sql.list(c, Results::result, READ + "expires <= ? LIMIT ?", nowMs, limit);
  }

  /** Forgets it; its rows are the caller's. */
  void remove(Connection c, Table result) throws SQLException {
    Sql.run(c, "DELETE FROM meta.result WHERE id = ?", result.id());
  }

  private static ObjectNode known(Table result) {
    var known = JsonNodeFactory.instance.objectNode();
    known.put("dataset", result.dataset()).put("relation", result.relation());
    known.put("location", result.location()).put("rows", result.rows());
    known.put("owner", result.owner()).put("created", result.createdMs());
    known.set("schema", SchemaJson.write(result.fields()));
    return known;
  }

  private static Table result(ResultSet row) throws SQLException {
    var known = Sql.json(row.getString("known"));
    long created = known.path("created").asLong();
    return new Table(
        known.path("dataset").asText(),
        row.getString("id"),
        known.path("relation").asText(),
        known.path("location").asText(),
        SchemaJson.readStored(new Body("schema", known.withObject("/schema"))),
        Details.none(),
        known.path("rows").asLong(),
        new TreeMap<>(),
        known.path("owner").asText(),
        created,
        created,
        row.getLong("expires"),
        Definition.none());
  }
}
