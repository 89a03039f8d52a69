package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.copy.CopySpec;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.TableName;
import io.bridge.cloud.http.GoogleError;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** The table of its own that a query's rows go to. */
public final class Destination {
  private Destination() {}

  /**
   * Reads where the rows go, as a copy of what no table has yet.
   *
   * @param project the one project there is
   * @return null for an anonymous table
   */
  static CopySpec read(String project, Body query) {
    var table = query.object("destinationTable");
    return table == null || table.json().isEmpty()
        ? null
        : CopySpec.into(TableName.read(project, table), query);
  }

  /** Fails with 400 for columns that no table can have. */
  static void requireNamed(CompiledJob job) {
    var names = new HashSet<String>();
    for (var field : job.query().schema()) {
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        throw new GoogleError(
            400,
            "invalidQuery",
            "Duplicate column names in the result are not supported when a destination table is "
                + "present. Found duplicate(s): "
                + field.name());
      }
    }
  }

  /**
   * Fails with 400 for a job whose rows cannot go to a table.
   *
   * @param types of its statements
   */
  public static void requireQuery(CopySpec destination, List<String> types, boolean isQuery) {
    if (destination == null || isQuery) {
      return;
    }
    if (types.size() > 1) {
      throw GoogleError.invalid("configuration.query.destinationTable cannot be set for scripts");
    }
    boolean definition = types.getFirst().matches("(CREATE|ALTER|DROP)_.*");
    throw GoogleError.invalid(
        "Cannot set destination table in jobs with %s statements"
            .formatted(definition ? "DDL" : "DML"));
  }
}
