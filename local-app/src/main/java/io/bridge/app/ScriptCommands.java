package io.bridge.app;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Commands that {@code ./bridge} runs without this app: its completion offers them all the same.
 */
final class ScriptCommands {
  private static final List<String> PLAIN =
      List.of(
          "up", "down", "status", "logs", "demo", "bench", "key", "format", "contracts", "build");

  private static final List<String> SERVICES =
      List.of(
          "gateway-service",
          "connection-service",
          "catalog-service",
          "dashboard-service",
          "agent-service",
          "sync-service");

  private static final List<String> CLOUD_UP =
      List.of(
          "--project",
          "--topology",
          "--account",
          "--port",
          "--grpc-port",
          "--sign-in-port",
          "--metadata-port",
          "--open-port",
          "--open-grpc-port");

  private ScriptCommands() {}

  /** Adds them below the root. */
  static void addTo(CommandLine root) {
    PLAIN.forEach(name -> root.addSubcommand(name, CommandSpec.create()));
    root.addSubcommand("reset", with("--yes"));
    root.addSubcommand("test", with("--soak", "--browser", "--node"));
    root.addSubcommand("dev", CommandSpec.create().addPositional(service()));
    root.addSubcommand("cloud", cloud());
  }

  private static CommandSpec cloud() {
    CommandSpec up = with("--open", "--faults");
    CLOUD_UP.forEach(name -> up.addOption(value(name, List.of())));
    CommandSpec env = with("--tls");
    env.addOption(value("--format", List.of("sh", "java", "node", "python", "go", "json")));
    CommandSpec cloud = CommandSpec.create();
    Map.of(
            "up", up,
            "down", CommandSpec.create(),
            "status", CommandSpec.create(),
            "env", env,
            "reset", with("--yes"))
        .forEach(
            (name, spec) -> cloud.addSubcommand(name, spec.addOption(value("--dir", List.of()))));
    return cloud;
  }

  private static CommandSpec with(String... flags) {
    CommandSpec spec = CommandSpec.create();
    for (String flag : flags) {
      spec.addOption(OptionSpec.builder(flag).arity("0").build());
    }
    return spec;
  }

  private static OptionSpec value(String name, List<String> candidates) {
    OptionSpec.Builder option = OptionSpec.builder(name).arity("1").type(String.class);
    return (candidates.isEmpty() ? option : option.completionCandidates(candidates)).build();
  }

  private static PositionalParamSpec service() {
    return PositionalParamSpec.builder()
        .arity("1")
        .type(String.class)
        .completionCandidates(SERVICES)
        .build();
  }
}
