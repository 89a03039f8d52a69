package io.bridge.app.push;

import static io.bridge.model.error.ErrorCode.NAME_NOT_ALLOWED;

import io.bridge.app.gateway.Gateway;
import io.bridge.app.run.Run;
import io.bridge.app.source.CheckedTable;
import io.bridge.app.source.ExportedTable;
import io.bridge.app.source.Inspection;
import io.bridge.app.source.ScratchFolder;
import io.bridge.app.source.Selection;
import io.bridge.app.source.Source;
import io.bridge.app.team.Teams;
import io.bridge.app.terminal.Terminal;
import io.bridge.model.team.Team;
import io.bridge.model.type.WarehouseNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All of a push that comes before the first byte is sent; what can fail on the laptop fails here.
 */
final class Preparation {
  private final Run run;
  private final Terminal terminal;
  private final Wish wish;

  /**
   * What was asked for.
   *
   * @param file absolute
   * @param dataset null: made from the file's name
   * @param tables empty: the usual ones
   * @param team id or slug; null: the only one
   */
  record Wish(Path file, String dataset, List<String> tables, String team) {}

  /** Ready to be sent; the file itself is closed. */
  record Prepared(
      Gateway gateway,
      Team team,
      String dataset,
      List<ExportedTable> tables,
      List<Selection.Skipped> skipped) {

    long sizeBytes() {
      return tables.stream().mapToLong(ExportedTable::sizeBytes).sum();
    }
  }

  Preparation(Run run, Wish wish) {
    this.run = run;
    this.terminal = run.terminal();
    this.wish = wish;
  }

  Prepared into(ScratchFolder scratch) {
    try (Source source = Source.open(wish.file(), scratch)) {
      Selection selection = source.select(wish.tables());
      selection
          .skipped()
          .forEach(skipped -> terminal.note("skipped " + skipped.name() + ": " + skipped.reason()));
      String dataset = dataset();
      // Before the long part: nobody likes to hear it at the end.
      run.session();
      terminal.note("checking " + tables(selection.tables().size()));
      List<CheckedTable> checked = Inspection.of(source, selection.tables());
      Gateway gateway = run.gateway();
      Team team = Teams.choose(gateway, wish.team());
      terminal.note("exporting " + tables(checked.size()) + " with " + rows(checked) + " rows");
      return new Prepared(gateway, team, dataset, export(source, checked), selection.skipped());
    }
  }

  private String dataset() {
    String name = wish.dataset() == null ? Source.nameOf(wish.file()) : wish.dataset();
    WarehouseNames.problemWithDataset(name)
        .ifPresent(
            problem -> {
              throw NAME_NOT_ALLOWED.with(
                  "The dataset cannot be called '%s': %s. Give another name with --dataset."
                      .formatted(name, problem));
            });
    return name;
  }

  private static String tables(int number) {
    return number == 1 ? "1 table" : number + " tables";
  }

  private static long rows(List<CheckedTable> checked) {
    return checked.stream().mapToLong(CheckedTable::rows).sum();
  }

  private static List<ExportedTable> export(Source source, List<CheckedTable> checked) {
    List<ExportedTable> exported = new ArrayList<>();
    for (CheckedTable table : checked) {
      exported.add(ExportedTable.write(source, table, exported.size()));
    }
    return List.copyOf(exported);
  }
}
