package io.bridge.app.dashboard;

import io.bridge.app.run.ExitCodes;
import io.bridge.app.terminal.Terminal;
import io.bridge.app.terminal.TextTable;
import io.bridge.model.dashboard.AnswerColumn;
import io.bridge.model.dashboard.DashboardAnswer;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Shows what queries answered. */
final class Answers {
  private Answers() {}

  /** One line for each query; the exit code says whether all of them answered. */
  static int show(Terminal terminal, DashboardAnswer answer) {
    Map<String, QueryAnswer> queries = answer.queries() == null ? Map.of() : answer.queries();
    terminal.show(answer, () -> summary(queries));
    queries.forEach((name, query) -> tell(terminal, name, query.error()));
    return ExitCodes.of(
        queries.values().stream().map(QueryAnswer::error).filter(e -> e != null).toList());
  }

  /** The rows of one query. */
  static int show(Terminal terminal, String name, QueryAnswer answer) {
    terminal.show(answer, () -> rows(answer));
    tell(terminal, name, answer.error());
    if (answer.truncated()) {
      terminal.note("There are more rows than the " + answer.rows() + " that are shown.");
    }
    return answer.error() == null ? ExitCodes.OK : ExitCodes.of(answer.error());
  }

  private static void tell(Terminal terminal, String name, Problem problem) {
    if (problem != null) {
      terminal.error(name + ": " + problem.detail() + " (" + problem.code() + ")");
    }
  }

  private static TextTable summary(Map<String, QueryAnswer> queries) {
    TextTable table =
        new TextTable("QUERY", "ROWS", "BYTES BILLED", "COST USD", "COMPUTED", "FROM", "JOB");
    queries.forEach(
        (name, query) ->
            table.row(
                name,
                query.rows(),
                query.bytesBilled(),
                dollars(query.costMicros()),
                query.computedAt(),
                origin(query),
                query.jobId()));
    return table;
  }

  private static String origin(QueryAnswer query) {
    return query.error() != null ? query.error().code() : query.cached() ? "cache" : "warehouse";
  }

  private static String dollars(long micros) {
    return BigDecimal.valueOf(micros, 6).toPlainString();
  }

  private static TextTable rows(QueryAnswer answer) {
    List<AnswerColumn> columns = answer.columns() == null ? List.of() : answer.columns();
    TextTable table =
        new TextTable(columns.stream().map(AnswerColumn::name).toArray(String[]::new));
    List<List<Object>> values = answer.values() == null ? List.of() : answer.values();
    int rows = values.stream().mapToInt(List::size).min().orElse(0);
    IntStream.range(0, rows).forEach(row -> table.row(cells(values, row)));
    return table;
  }

  private static Object[] cells(List<List<Object>> values, int row) {
    List<Object> cells = new ArrayList<>();
    values.forEach(column -> cells.add(cell(column.get(row))));
    return cells.toArray();
  }

  /** Numbers as people write them, not as Java does. */
  private static Object cell(Object value) {
    return value instanceof Double number && Double.isFinite(number)
        ? BigDecimal.valueOf(number).toPlainString()
        : value;
  }
}
