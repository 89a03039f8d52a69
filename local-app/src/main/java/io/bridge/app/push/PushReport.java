package io.bridge.app.push;

import io.bridge.app.run.ExitCodes;
import io.bridge.app.source.Selection;
import io.bridge.app.terminal.Terminal;
import io.bridge.app.terminal.TextTable;
import io.bridge.model.error.Violation;
import io.bridge.model.upload.UploadFailure;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The whole push as it is shown.
 *
 * @param rows of the tables that were loaded
 * @param bytes of the files that were sent
 * @param seconds from the first look at the file to the last load
 */
record PushReport(
    String file,
    TeamName team,
    String dataset,
    List<TableResult> tables,
    List<Selection.Skipped> skipped,
    long rows,
    long bytes,
    double seconds) {

  record TeamName(UUID id, String slug) {}

  void show(Terminal terminal) {
    terminal.show(this, this::table);
    tables.stream().filter(table -> !table.loaded()).forEach(table -> tell(terminal, table));
  }

  private TextTable table() {
    TextTable text = new TextTable("TABLE", "ROWS", "BYTES", "STATE", "SECONDS");
    for (TableResult table : tables) {
      String state = table.state() == null ? "NOT SENT" : table.state().name();
      text.row(table.table(), table.rows(), table.bytes(), state, seconds(table.seconds()));
    }
    return text;
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }

  private static void tell(Terminal terminal, TableResult table) {
    UploadFailure failure = table.failure();
    terminal.error(table.table() + ": " + failure.detail() + " (" + failure.code() + ")");
    List<Violation> violations = failure.violations() == null ? List.of() : failure.violations();
    violations.forEach(v -> terminal.note("  " + v.field() + ": " + v.message()));
  }

  /** That of the failures where they agree. */
  int exitCode() {
    List<Integer> codes =
        tables.stream()
            .filter(table -> !table.loaded())
            .map(table -> ExitCodes.of(table.code()))
            .distinct()
            .toList();
    return switch (codes.size()) {
      case 0 -> ExitCodes.OK;
      case 1 -> codes.getFirst();
      default -> ExitCodes.FAILURE;
    };
  }
}
