package io.bridge.sync.load;

import static io.bridge.model.error.ErrorCode.SCHEMA_DRIFT;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import io.bridge.model.type.WarehouseColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a file may replace the rows of a table that exists. Who reads the table must not notice
 * more than new columns: nothing may be gone and nothing may have another type.
 */
final class Drift {
  private final List<Violation> changes = new ArrayList<>();

  private Drift() {}

  /**
   * The table's columns after the load: those it has, in their order, then the new ones. Parquet is
   * read by name, so the file's own order does not matter. Fails with {@code SCHEMA_DRIFT}, one
   * violation for each change.
   */
  static List<WarehouseColumn> merge(List<WarehouseColumn> existing, List<WarehouseColumn> file) {
    Drift drift = new Drift();
    List<WarehouseColumn> merged = drift.merge("", existing, file);
    if (!drift.changes.isEmpty()) {
      throw new BridgeException(SCHEMA_DRIFT, detail(drift.changes), drift.changes);
    }
    return merged;
  }

  private List<WarehouseColumn> merge(
      String path, List<WarehouseColumn> existing, List<WarehouseColumn> file) {
    Map<String, WarehouseColumn> arriving = new LinkedHashMap<>();
    file.forEach(column -> arriving.put(key(column), column));
    List<WarehouseColumn> merged = new ArrayList<>();
    for (WarehouseColumn was : existing) {
      WarehouseColumn is = arriving.remove(key(was));
      if (is == null) {
        changed(path + was.name(), text(was) + " is not in the file");
      } else {
        merged.add(same(path, was, is));
      }
    }
    merged.addAll(arriving.values());
    return List.copyOf(merged);
  }

  private WarehouseColumn same(String path, WarehouseColumn was, WarehouseColumn is) {
    if (!text(was).equals(text(is))) {
      changed(path + was.name(), text(was) + " became " + text(is));
      return was;
    }
    List<WarehouseColumn> fields = merge(path + was.name() + ".", was.fields(), is.fields());
    return new WarehouseColumn(
        was.name(),
        is.type(),
        is.mode(),
        is.precision(),
        is.scale(),
        fields,
        is.description() == null ? was.description() : is.description());
  }

  private void changed(String column, String what) {
    changes.add(new Violation(column, column + ": " + what));
  }

  /** GoogleSQL's text of the type, without the fields: those are compared one by one. */
  private static String text(WarehouseColumn column) {
    String parameters =
        column.precision() == null ? "" : "(" + column.precision() + ", " + column.scale() + ")";
    String type = column.type() + parameters;
    return switch (column.mode()) {
      case "REPEATED" -> "ARRAY<" + type + ">";
      case "REQUIRED" -> type + " NOT NULL";
      default -> type;
    };
  }

  /** BigQuery compares names of columns without regard to case. */
  private static String key(WarehouseColumn column) {
    return column.name().toLowerCase(Locale.ROOT);
  }

  private static String detail(List<Violation> changes) {
    String first = changes.getFirst().message();
    String more = changes.size() == 1 ? "" : " (and " + (changes.size() - 1) + " more)";
    return "The table exists with other columns: "
        + first
        + more
        + "; load it under another name or remove the table first";
  }
}
