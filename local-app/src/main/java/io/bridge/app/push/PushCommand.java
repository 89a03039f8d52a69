package io.bridge.app.push;

import io.bridge.app.http.Time;
import io.bridge.app.http.Wire;
import io.bridge.app.push.Preparation.Prepared;
import io.bridge.app.run.Run;
import io.bridge.app.run.Surroundings;
import io.bridge.app.source.ScratchFolder;
import io.bridge.app.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bridge push}: check everything, export everything, then send. */
@Command(
    name = "push",
    description = {
      "Carry the tables of a DuckDB file, or a Parquet file, into the warehouse.",
      "",
      "Every table is checked before the first byte leaves: names, types and values. A table that"
          + " exists is replaced when its columns fit. Without --table all tables of the schema"
          + " main are carried; views and tables of other schemas only when they are named"
          + " (--table schema.name becomes the table schema_name)."
    })
public final class PushCommand implements Callable<Integer> {
  private static final int MAX_PARALLEL = 16;
  private static final int USUAL_COLUMNS = 80;

  private final Run run;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A .duckdb or .parquet file; it is only read.")
  private Path file;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Dataset in the warehouse; else made from the file's name.")
  private String dataset;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description =
          "Only this table or view; may be repeated. For a Parquet file: the table's name.")
  private List<String> tables = new ArrayList<>();

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "Id or slug; where you are in one team only: that one.")
  private String team;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "Files on their way at once, 1 to 16 (${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "How long to wait for the loads (${DEFAULT-VALUE}).")
  private long timeoutSeconds;

  public PushCommand(Run run) {
    this.run = run;
  }

  @Override
  public Integer call() {
    if (parallel < 1 || parallel > MAX_PARALLEL) {
      throw new ParameterException(spec.commandLine(), "--parallel must be from 1 to 16");
    }
    Instant started = time().now();
    try (ScratchFolder scratch = ScratchFolder.in(temporaryFolder())) {
      PushReport report = push(scratch, started);
      report.show(run.terminal());
      return report.exitCode();
    }
  }

  private Path temporaryFolder() {
    return Path.of(run.surroundings().variable("TMPDIR").orElse("/tmp"));
  }

  private PushReport push(ScratchFolder scratch, Instant started) {
    Path path = run.surroundings().resolve(file);
    Preparation.Wish wish = new Preparation.Wish(path, dataset, tables, team);
    Prepared prepared = new Preparation(run, wish).into(scratch);
    List<TableResult> results = send(prepared);
    return new PushReport(
        path.toString(),
        new PushReport.TeamName(prepared.team().id(), prepared.team().slug()),
        prepared.dataset(),
        results,
        prepared.skipped(),
        results.stream().filter(TableResult::loaded).mapToLong(TableResult::rowsLoaded).sum(),
        results.stream().mapToLong(TableResult::bytes).sum(),
        Duration.between(started, time().now()).toMillis() / 1000.0);
  }

  private List<TableResult> send(Prepared prepared) {
    Wire wire = run.wire();
    LoadWatch watch =
        new LoadWatch(prepared.gateway(), time(), time().now().plusSeconds(timeoutSeconds));
    Push.Means means =
        new Push.Means(prepared.gateway(), new SignedUpload(wire, time()), watch, time());
    Push.Destination destination = new Push.Destination(prepared.team().id(), prepared.dataset());
    try (Progress progress = progress(prepared)) {
      return new Push(destination, means, progress, parallel).all(prepared.tables());
    }
  }

  private Progress progress(Prepared prepared) {
    Terminal terminal = run.terminal();
    if (!run.surroundings().streams().errIsTerminal()) {
      return new LineProgress(terminal);
    }
    BarProgress.Size size = new BarProgress.Size(prepared.tables().size(), prepared.sizeBytes());
    return new BarProgress(terminal.err(), width(run.surroundings()), size);
  }

  private static int width(Surroundings surroundings) {
    return surroundings
        .variable("COLUMNS")
        .filter(columns -> columns.matches("[1-9][0-9]{1,3}"))
        .map(Integer::parseInt)
        .orElse(USUAL_COLUMNS);
  }

  private Time time() {
    return run.surroundings().time();
  }
}
