package io.bridge.app.catalog;

import io.bridge.app.connection.Connections;
import io.bridge.app.gateway.Gateway;
import io.bridge.app.run.Run;
import io.bridge.app.team.Teams;
import io.bridge.app.terminal.TextTable;
import io.bridge.model.catalog.Dataset;
import io.bridge.model.catalog.ScanResult;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bridge catalog}. */
@Command(name = "catalog", description = "What the warehouse holds.")
public final class CatalogCommand {
  private static final String WHICH = "Name or id; where the team has one only: that one.";
  private static final String TEAM = "Id or slug; where you are in one team only: that one.";

  private final Run run;

  public CatalogCommand(Run run) {
    this.run = run;
  }

  @Command(name = "scan", description = "Read the warehouse anew; answers what was found.")
  int scan(
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team,
      @Option(names = "--connection", paramLabel = "NAME", description = WHICH) String connection) {
    ScanResult found = catalog(team, connection).scan();
    run.terminal()
        .show(
            found,
            () ->
                new TextTable("DATASETS", "TABLES", "COLUMNS")
                    .row(found.datasets(), found.tables(), found.columns()));
    return 0;
  }

  @Command(name = "datasets", description = "The team's datasets.")
  int datasets(
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team,
      @Option(names = "--connection", paramLabel = "NAME", description = WHICH) String connection) {
    List<Dataset> datasets = catalog(team, connection).datasets(null);
    TextTable table = new TextTable("DATASET", "LOCATION", "SCANNED");
    datasets.forEach(d -> table.row(d.name(), d.location(), d.scannedAt()));
    run.terminal().show(datasets, () -> table);
    return 0;
  }

  @Command(name = "tables", description = "The tables of one dataset or of all.")
  int tables(
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team,
      @Option(names = "--connection", paramLabel = "NAME", description = WHICH) String connection,
      @Option(names = "--dataset", paramLabel = "NAME", description = "Only this one.")
          String dataset) {
    List<Catalog.TableEntry> tables = catalog(team, connection).tables(dataset, null);
    TextTable text = new TextTable("DATASET", "TABLE", "TYPE", "ROWS", "BYTES");
    tables.forEach(
        entry ->
            text.row(
                entry.dataset(),
                entry.table().name(),
                entry.table().tableType(),
                entry.table().rowCount(),
                entry.table().sizeBytes()));
    run.terminal().show(tables, () -> text);
    return 0;
  }

  @Command(name = "columns", description = "The columns of one table or of all.")
  int columns(
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team,
      @Option(names = "--connection", paramLabel = "NAME", description = WHICH) String connection,
      @Option(names = "--dataset", paramLabel = "NAME", description = "Only this one.")
          String dataset,
      @Option(names = "--table", paramLabel = "NAME", description = "Only this one.")
          String table) {
    List<Catalog.ColumnEntry> columns = catalog(team, connection).columns(dataset, table);
    TextTable text = new TextTable("DATASET", "TABLE", "#", "COLUMN", "TYPE", "NULLS");
    columns.forEach(
        entry ->
            text.row(
                entry.dataset(),
                entry.table(),
                entry.column().position(),
                entry.column().name(),
                entry.column().type(),
                entry.column().nullable() ? "yes" : "no"));
    run.terminal().show(columns, () -> text);
    return 0;
  }

  private Catalog catalog(String team, String connection) {
    Gateway gateway = run.gateway();
    UUID teamId = Teams.choose(gateway, team).id();
    return new Catalog(gateway, Connections.choose(gateway, teamId, connection).id());
  }
}
