package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.schema.SchemaGrowth;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.http.GoogleError;
import java.util.List;

/**
 * The schema that a load works with.
 *
 * @param fields of the table after the load
 * @param wanted of those, the ones that the files are to have
 * @param gaps whether a wanted field that is not REQUIRED may be missing
 */
record TargetSchema(List<Field> fields, List<Field> wanted, boolean gaps) {

  /**
   * Decides: the request's schema, else the files', within the rules for a table that keeps its
   * own.
   *
   * @param existing null when the load creates the table
   * @param name the table's in messages
   * @throws GoogleError 400 when schema, table and files do not fit together
   */
  static TargetSchema of(LoadSpec spec, Table existing, Content content, String name) {
    boolean bare = existing == null || existing.fields().isEmpty();
    if (bare || (spec.replacesSchema() && (spec.schema() != null || spec.detects()))) {
      var source = spec.schema() == null ? detected(spec, content) : spec.schema();
      return new TargetSchema(source, source, false);
    }
    return keeping(spec, existing.fields(), content, name);
  }

  private static TargetSchema keeping(
      LoadSpec spec, List<Field> table, Content content, String name) {
    var growth = new SchemaGrowth(spec.updates());
    if (spec.schema() == null) {
      boolean looks = spec.detects() && !spec.updates().isEmpty();
      var fields = looks ? growth.merge(table, served(content)) : table;
      requireAddable(table, fields, name);
      return new TargetSchema(fields, fields, true);
    }
    var fields = growth.merge(table, spec.schema());
    new SchemaChange(name).requireSubset(fields, spec.schema());
    requireAddable(table, fields, name);
    return new TargetSchema(fields, spec.schema(), false);
  }

  private static void requireAddable(List<Field> table, List<Field> fields, String name) {
    if (!fields.equals(table)) {
      new SchemaChange(name).requireLegal(table, fields);
    }
  }

  private static List<Field> served(Content content) {
    var fields = content.fields();
    ColumnNames.requireServed(fields);
    return fields;
  }

  private static List<Field> detected(LoadSpec spec, Content content) {
    if (!spec.detects()) {
      throw GoogleError.invalid("No schema specified on job or table.");
    }
    var fields = served(content);
    if (fields.isEmpty()) {
      throw GoogleError.invalid("Error while reading data, error message: no columns were found");
    }
    return fields;
  }
}
