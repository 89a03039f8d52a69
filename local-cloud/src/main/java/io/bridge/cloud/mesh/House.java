package io.bridge.cloud.mesh;

import io.bridge.cloud.process.CommandFailure;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The commands of {@code ./bridge} that look after the mesh on this machine. */
@Command(
    name = "bridge",
    description = "Runs the mesh on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      DevCommand.class,
      ResetCommand.class,
      BenchCommand.class,
      KeyCommand.class,
      TrainCommand.class,
      DemoCommand.class
    })
public final class House implements Runnable {
  /** How a command answers on stdout. */
  public enum Output {
    table,
    json
  }

  @Option(
      names = "--output",
      description = "How to answer on stdout: ${COMPLETION-CANDIDATES}.",
      defaultValue = "table",
      scope = ScopeType.INHERIT)
  Output output;

  private final Path root;
  private final Path state;

  House(Path root, Path state) {
    this.root = root;
    this.state = state;
  }

  public static void main(String[] args) {
    Path root = Path.of(System.getenv().getOrDefault("BRIDGE_ROOT", ".")).toAbsolutePath();
    Path state =
        Path.of(System.getenv().getOrDefault("BRIDGE_STATE", root.resolve(".bridge").toString()));
    System.exit(commandLine(new House(root.normalize(), state.toAbsolutePath())).execute(args));
  }

  static CommandLine commandLine(House house) {
    return new CommandLine(house)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(House::explain);
  }

  /** The mesh that the house's state belongs to. */
  public Mesh mesh() {
    return new Mesh(MeshConfig.standard(root, state, System.getenv()));
  }

  public Path root() {
    return root;
  }

  public Path state() {
    return state;
  }

  public Output output() {
    return output;
  }

  /** For people: progress and advice. Data goes to stdout. */
  public PrintStream progress() {
    return System.err;
  }

  @Override
  public void run() {
    new CommandLine(this).usage(System.out);
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult args)
      throws Exception {
    if (failure instanceof CommandFailure || failure instanceof IllegalArgumentException) {
      System.err.println("bridge: " + failure.getMessage());
      return 1;
    }
    throw failure;
  }
}
