package io.bridge.app.source;

import static io.bridge.model.error.ErrorCode.COLUMN_NOT_EXACT;
import static io.bridge.model.error.ErrorCode.NAME_NOT_ALLOWED;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.model.type.ColumnMapping;
import io.bridge.model.type.SourceColumn;
import io.bridge.model.type.TypeMapping;
import io.bridge.model.type.WarehouseNames;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at every table before anything leaves the laptop: names, types, and, where the type alone
 * is no proof, every value. All that is wrong is told at once.
 */
public final class Inspection {
  private static final int MAX_COLUMNS = 10_000;
  private static final int MAX_NAME = 1_000;
  private static final int MAX_TYPE = 100_000;
  private static final int MAX_CONDITION = 200;

  private final Source source;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private record Finding(ErrorCode code, Violation violation) {}

  private Inspection(Source source) {
    this.source = source;
  }

  /**
   * @throws BridgeException {@code NAME_NOT_ALLOWED} or {@code COLUMN_NOT_EXACT} with a violation
   *     for each wrong place; {@code FILE_UNREADABLE} where a table's content is damaged
   */
  public static List<CheckedTable> of(Source source, List<SourceTable> tables) {
    Inspection inspection = new Inspection(source);
    List<CheckedTable> checked =
        tables.stream().map(inspection::check).flatMap(Optional::stream).toList();
    inspection.refuse();
    return checked;
  }

  private Optional<CheckedTable> check(SourceTable table) {
    checkName(table);
    List<SourceColumn> columns = columns(table);
    if (columns.size() > MAX_COLUMNS) {
      find(COLUMN_NOT_EXACT, table.source(), "it has more than " + MAX_COLUMNS + " columns");
      return Optional.empty();
    }
    List<ColumnMapping.Exact> exact = new ArrayList<>();
    for (ColumnMapping mapping : TypeMapping.map(columns)) {
      switch (mapping) {
        case ColumnMapping.Exact e -> exact.add(e);
        case ColumnMapping.Refused r ->
            find(
                COLUMN_NOT_EXACT,
                place(table, r.sourceName()),
                "%s: %s; %s".formatted(r.type(), r.reason(), r.hint()));
      }
    }
    long rows = checkValues(table, exact);
    return Optional.of(new CheckedTable(table, columns, List.copyOf(exact), rows));
  }

  private void checkName(SourceTable table) {
    WarehouseNames.problemWithTable(table.name())
        .ifPresent(problem -> find(NAME_NOT_ALLOWED, table.source(), problem));
    if (!names.add(table.name())) {
      find(NAME_NOT_ALLOWED, table.source(), "another table has the name " + table.name() + " too");
    }
  }

  private List<SourceColumn> columns(SourceTable table) {
    List<SourceColumn> columns =
        source
            .duckDb()
            .query(
                "DESCRIBE SELECT * FROM " + table.relation(),
                row -> new SourceColumn(row.getString(1), row.getString(2)));
    for (SourceColumn column : columns) {
      if (column.name().isEmpty() || column.name().length() > MAX_NAME) {
        find(NAME_NOT_ALLOWED, place(table, column.name()), "a name has 1 to 1000 characters");
      }
      if (column.duckDbType().length() > MAX_TYPE) {
        find(COLUMN_NOT_EXACT, place(table, column.name()), "its type is too long to be told");
      }
    }
    return columns;
  }

  /** Rows of the table; one scan for all columns together. */
  private long checkValues(SourceTable table, List<ColumnMapping.Exact> columns) {
    List<ColumnMapping.Exact> doubtful =
        columns.stream().filter(column -> column.export().violation() != null).toList();
    StringBuilder sql = new StringBuilder("SELECT count(*)");
    for (ColumnMapping.Exact column : doubtful) {
      sql.append(", count(*) FILTER (WHERE ").append(column.export().violation()).append(')');
    }
    sql.append(" FROM ").append(table.relation());
    List<Long> counts =
        source.duckDb().query(sql.toString(), row -> counts(row, doubtful.size() + 1)).getFirst();
    for (int i = 0; i < doubtful.size(); i++) {
      if (counts.get(i + 1) > 0) {
        find(
            COLUMN_NOT_EXACT,
            place(table, doubtful.get(i).sourceName()),
            told(doubtful.get(i), counts.get(i + 1)));
      }
    }
    return counts.getFirst();
  }

  private static List<Long> counts(ResultSet row, int width) throws SQLException {
    List<Long> counts = new ArrayList<>(width);
    for (int i = 1; i <= width; i++) {
      counts.add(row.getLong(i));
    }
    return counts;
  }

  private static String told(ColumnMapping.Exact column, long rows) {
    String condition = column.export().violation();
    String where = condition.length() <= MAX_CONDITION ? "; find them with WHERE " + condition : "";
    return "%d %s a value that the warehouse's %s cannot hold exactly%s"
        .formatted(rows, rows == 1 ? "row has" : "rows have", column.column().type(), where);
  }

  private void find(ErrorCode code, String place, String message) {
    findings.add(new Finding(code, new Violation(place, message)));
  }

  private static String place(SourceTable table, String column) {
    return table.source() + "." + column;
  }

  private void refuse() {
    if (findings.isEmpty()) {
      return;
    }
    boolean onlyNames = findings.stream().allMatch(f -> f.code() == NAME_NOT_ALLOWED);
    Path file = source.file().getFileName();
    String detail =
        findings.size() == 1
            ? "One thing in %s is in the way; nothing was sent.".formatted(file)
            : "%d things in %s are in the way; nothing was sent.".formatted(findings.size(), file);
    throw new BridgeException(
        onlyNames ? NAME_NOT_ALLOWED : COLUMN_NOT_EXACT,
        detail,
        findings.stream().map(Finding::violation).toList());
  }
}
