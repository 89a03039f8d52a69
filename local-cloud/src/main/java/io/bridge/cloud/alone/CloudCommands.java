package io.bridge.cloud.alone;

import io.bridge.cloud.process.CommandFailure;
import io.bridge.cloud.process.Jvm;
import io.bridge.cloud.process.StartCaches;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The commands of {@code ./bridge cloud}. */
@Command(
    name = "bridge cloud",
    description = "Google's wire APIs on this machine, without the mesh.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      EnvCommand.class,
      ResetCommand.class,
      TrainCommand.class
    })
public final class CloudCommands implements Runnable {
  /** How a command answers on stdout. */
  enum Output {
    table,
    json
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.",
      scope = ScopeType.INHERIT)
  boolean help;

  @Option(
      names = "--output",
      description = "How to answer on stdout: ${COMPLETION-CANDIDATES}.",
      defaultValue = "table",
      scope = ScopeType.INHERIT)
  Output output;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where all state lives; .bridge/local-cloud without it.",
      scope = ScopeType.INHERIT)
  Path dir;

  private final Path root;
  private final Path state;

  CloudCommands(Path root, Path state) {
    this.root = root;
    this.state = state;
  }

  public static void main(String[] args) {
    Path root = Path.of(System.getenv().getOrDefault("BRIDGE_ROOT", ".")).toAbsolutePath();
    Path state =
        Path.of(System.getenv().getOrDefault("BRIDGE_STATE", root.resolve(".bridge").toString()));
    System.exit(
        commandLine(new CloudCommands(root.normalize(), state.toAbsolutePath()))
            .execute(withoutTheWordCloud(args)));
  }

  static CommandLine commandLine(CloudCommands commands) {
    return new CommandLine(commands)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(CloudCommands::explain);
  }

  Installation installation() {
    Path chosen = dir == null ? state.resolve("local-cloud") : dir.toAbsolutePath().normalize();
    return new Installation(chosen, new Jvm(root, StartCaches.Use.READ));
  }

  Path root() {
    return root;
  }

  /** For people: progress and advice. Data goes to stdout. */
  PrintStream progress() {
    return System.err;
  }

  @Override
  public void run() {
    new CommandLine(this).usage(System.out);
  }

  /** The script hands over all words, {@code cloud} among them. */
  static String[] withoutTheWordCloud(String... args) {
    List<String> rest = new ArrayList<>(List.of(args));
    rest.remove("cloud");
    return rest.toArray(String[]::new);
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult args)
      throws Exception {
    if (failure instanceof CommandFailure || failure instanceof IllegalArgumentException) {
      System.err.println("bridge: " + failure.getMessage());
      return 1;
    }
    if (failure instanceof UncheckedIOException) {
      System.err.println("bridge: " + failure.getMessage() + ": " + failure.getCause());
      return 1;
    }
    throw failure;
  }
}
