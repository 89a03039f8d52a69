package io.bridge.cloud.bigquery.warehouse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a table is besides its columns and rows.
 *
 * @param view GoogleSQL of a view; null for a table
 * @param partitioning null for none
 * @param clustering columns, in their order
 * @param expiresMs when the table goes away, since 1970; null for never
 * @param defaults GoogleSQL of the value that a column has when none is given, by column
 */
public record Definition(
    String view,
    Partitioning partitioning,
    List<String> clustering,
    boolean requirePartitionFilter,
    Long expiresMs,
    SortedMap<String, String> defaults,
    Constraints constraints) {
  /** The request fields read here. */
  public static final Set<String> KEYS =
      Set.of(
          "view",
          "timePartitioning",
          "rangePartitioning",
          "clustering",
          "requirePartitionFilter",
          "expirationTime",
          "tableConstraints");

  private static final int MAX_CLUSTERING = 4;
  private static final Set<String> CLUSTERABLE =
      Set.of("INT64", "NUMERIC", "BIGNUMERIC", "BOOL", "STRING", "DATE", "DATETIME", "TIMESTAMP");

  public Definition {
    clustering = List.copyOf(clustering);
    defaults = Collections.unmodifiableSortedMap(new TreeMap<>(defaults));
  }

  /** A plain table. */
  public static Definition none() {
    return new Definition(null, null, List.of(), false, null, new TreeMap<>(), Constraints.none());
  }

  /** A view of a query. */
  public static Definition ofView(String query) {
    return none().with(query);
  }

  /** This definition of a view with another query. */
  public Definition with(String query) {
    return new Definition(
        query, partitioning, clustering, requirePartitionFilter, expiresMs, defaults, constraints);
  }

  /** This definition with other partitions. */
  public Definition with(Partitioning other) {
    return new Definition(
        view, other, clustering, requirePartitionFilter, expiresMs, defaults, constraints);
  }

  /** This definition with other keys. */
  public Definition with(Constraints other) {
    return new Definition(
        view, partitioning, clustering, requirePartitionFilter, expiresMs, defaults, other);
  }

  /** This definition with other values for columns that are not given. */
  public Definition with(SortedMap<String, String> otherDefaults) {
    return new Definition(
        view,
        partitioning,
        clustering,
        requirePartitionFilter,
        expiresMs,
        otherDefaults,
        constraints);
  }

  /** What of this stays when a request replaces all that can be changed. */
  public Definition settled() {
    return new Definition(view, partitioning, List.of(), false, null, defaults, Constraints.none());
  }

  /** What of this stays when a load replaces the columns, to which keys and defaults belong. */
  public Definition forOtherColumns() {
    return with(Constraints.none()).with(new TreeMap<>());
  }

  public boolean isView() {
    return view != null;
  }

  /** This definition and what a request says: absent fields stay, null ones go. */
  public Definition patch(Body body) {
    boolean parted = Partitioning.KEYS.stream().anyMatch(body::has);
    var clusters = body.object("clustering");
    return new Definition(
        body.has("view") ? query(body.object("view")) : view,
        parted ? Partitioning.read(body) : partitioning,
        body.has("clustering") ? columns(clusters) : clustering,
        requirePartitionFilter(body),
        body.has("expirationTime") ? body.integer("expirationTime") : expiresMs,
        defaults,
        body.has("tableConstraints")
            ? Constraints.read(body.object("tableConstraints"))
            : constraints);
  }

  private boolean requirePartitionFilter(Body body) {
    if (body.has("requirePartitionFilter")) {
      return body.flag("requirePartitionFilter", false);
    }
    var time = body.object("timePartitioning");
    return time != null && time.has("requirePartitionFilter")
        ? time.flag("requirePartitionFilter", false)
        : requirePartitionFilter;
  }

  private static String query(Body view) {
    if (view == null) {
      return null;
    }
    view.known(Set.of("query", "useLegacySql"), Set.of());
    if (view.flag("useLegacySql", true)) {
      throw GoogleError.unimplemented("BigQuery view.useLegacySql=true, which is the default");
    }
    return view.required("query");
  }

  private static List<String> columns(Body clustering) {
    return clustering == null
        ? List.of()
        : clustering.known(Set.of("fields"), Set.of()).texts("fields");
  }

  /**
   * Checks this against the columns.
   *
   * @throws GoogleError 400 for a column that is not there or cannot be what it shall be
   */
  public Definition requireColumns(List<Field> fields) {
    if (partitioning != null) {
      partitioning.requireColumn(fields);
    } else if (requirePartitionFilter) {
      throw GoogleError.invalid("require_partition_filter needs a partitioned table");
    }
    if (clustering.size() > MAX_CLUSTERING
        || new HashSet<>(clustering).size() < clustering.size()) {
      throw GoogleError.invalid("Clustering takes up to 4 columns, each once");
    }
    clustering.forEach(column -> requireClusterable(fields, column));
    constraints.requireColumns(fields);
    return this;
  }

  private static void requireClusterable(List<Field> fields, String column) {
    var field = SchemaChange.find(fields, column);
    if (field == null) {
      throw GoogleError.invalid(
          "The field specified for clustering cannot be found in the schema: " + column);
    }
    if (field.isRepeated() || !CLUSTERABLE.contains(field.type())) {
      throw GoogleError.invalid(
          "Entries in the clustering column list must be of a simple type and not repeated: "
              + column);
    }
  }

  /** Adds the fields to a resource. */
  public void write(String project, ObjectNode target) {
    if (view != null) {
      target.putObject("view").put("query", view).put("useLegacySql", false);
    }
    if (partitioning != null) {
      partitioning.write(target);
    }
    if (!clustering.isEmpty()) {
      clustering.forEach(target.putObject("clustering").putArray("fields")::add);
    }
    if (requirePartitionFilter) {
      target.put("requirePartitionFilter", true);
    }
    if (expiresMs != null) {
      target.put("expirationTime", expiresMs.toString());
    }
    constraints.write(project, target);
  }

  String encode(String project) {
    var node = JsonNodeFactory.instance.objectNode();
    write(project, node);
    if (!defaults.isEmpty()) {
      var values = node.putObject("defaults");
      defaults.forEach(values::put);
    }
    return node.toString();
  }

  static Definition decode(String text) {
    if (text == null) {
      return none();
    }
    var node = Sql.json(text);
    var defaults = new TreeMap<String, String>();
    node.path("defaults")
        .properties()
        .forEach(e -> defaults.put(e.getKey(), e.getValue().asText()));
    return none().patch(new Body("definition", node)).with(defaults);
  }
}
