package io.bridge.app;

import io.bridge.app.run.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bridge} itself: only its options; the work is in the commands below it. */
@Command(
    name = "bridge",
    description = "Carries data from a laptop into a governed cloud warehouse.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 ok, 1 failure, 2 usage, 3 not signed in, 4 not found, 5 check failed,"
          + " 6 over a cap."
    })
final class BridgeCommand {
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "The version of this app.")
  private boolean version;

  @Mixin private final GlobalOptions options = new GlobalOptions();

  GlobalOptions options() {
    return options;
  }
}
