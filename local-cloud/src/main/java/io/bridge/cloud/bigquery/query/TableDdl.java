package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.schema.TypeText;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The statement that would make a table or view anew. */
final class TableDdl {
  private final String project;

  TableDdl(String project) {
    this.project = project;
  }

  /**
   * An option of a table.
   *
   * @param value as SQL
   */
  record Option(String type, String value) {}

  String of(Table table) {
    var name = "`%s.%s.%s`".formatted(project, table.dataset(), table.id());
    var options = optionList(options(table));
    if (table.isView()) {
      return "CREATE VIEW %s%s\nAS %s;".formatted(name, options, table.definition().view());
    }
    var columns = new ArrayList<String>();
    table.fields().forEach(field -> columns.add("  " + column(table, field)));
    var key = table.definition().constraints().primaryKey();
    if (!key.isEmpty()) {
      columns.add("  PRIMARY KEY (" + String.join(", ", key) + ") NOT ENFORCED");
    }
    return "CREATE TABLE %s\n(\n%s\n)%s%s;"
        .formatted(name, String.join(",\n", columns), layout(table), options);
  }

  /** All options that are set, by name. */
  Map<String, Option> options(Table table) {
    var options = new LinkedHashMap<String, Option>();
    var details = table.details();
    var definition = table.definition();
    if (definition.expiresMs() != null) {
      var at = "TIMESTAMP \"" + Instant.ofEpochMilli(definition.expiresMs()) + "\"";
      options.put("expiration_timestamp", new Option("TIMESTAMP", at));
    }
    if (definition.requirePartitionFilter()) {
      options.put("require_partition_filter", new Option("BOOL", "true"));
    }
    if (details.friendlyName() != null) {
      options.put("friendly_name", new Option("STRING", quoted(details.friendlyName())));
    }
    if (details.description() != null) {
      options.put("description", new Option("STRING", quoted(details.description())));
    }
    if (!details.labels().isEmpty()) {
      options.put("labels", labels(details.labels()));
    }
    return options;
  }

  static Option labels(Map<String, String> labels) {
    var pairs =
        labels.entrySet().stream()
            .map(e -> "STRUCT(%s, %s)".formatted(quoted(e.getKey()), quoted(e.getValue())))
            .collect(Collectors.joining(", ", "[", "]"));
    return new Option("ARRAY<STRUCT<STRING, STRING>>", pairs);
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static String column(Table table, Field field) {
    var value = table.definition().defaults().get(field.name());
    var parts = new ArrayList<>(List.of(field.name(), TypeText.of(field)));
    if (value != null) {
      parts.add("DEFAULT " + value);
    }
    if (field.mode().equals("REQUIRED")) {
      parts.add("NOT NULL");
    }
    if (field.description() != null) {
      parts.add("OPTIONS(description=" + quoted(field.description()) + ")");
    }
    return String.join(" ", parts);
  }

  private static String layout(Table table) {
    var definition = table.definition();
    var parts = definition.partitioning();
    var by =
        parts == null
            ? ""
            : "\nPARTITION BY "
                + parts.toSql(SchemaChange.find(table.fields(), parts.field()).type());
    return definition.clustering().isEmpty()
        ? by
        : by + "\nCLUSTER BY " + String.join(", ", definition.clustering());
  }

  private static String optionList(Map<String, Option> options) {
    return options.isEmpty()
        ? ""
        : options.entrySet().stream()
            .map(e -> "  " + e.getKey() + "=" + e.getValue().value())
            .collect(Collectors.joining(",\n", "\nOPTIONS(\n", "\n)"));
  }
}
