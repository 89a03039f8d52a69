package io.bridge.app;

import io.bridge.app.account.LoginCommand;
import io.bridge.app.account.LogoutCommand;
import io.bridge.app.account.WhoamiCommand;
import io.bridge.app.ask.AskCommand;
import io.bridge.app.catalog.CatalogCommand;
import io.bridge.app.connection.ConnectionCommand;
import io.bridge.app.dashboard.DashboardCommand;
import io.bridge.app.push.PushCommand;
import io.bridge.app.run.ExitCodes;
import io.bridge.app.run.Run;
import io.bridge.app.run.Surroundings;
import io.bridge.app.team.TeamCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** All commands, put together for one run. */
final class CommandTree {
  private CommandTree() {}

  static int run(Surroundings surroundings, String... args) {
    BridgeCommand root = new BridgeCommand();
    Run run = new Run(root.options(), surroundings);
    CommandLine tree = tree(root, run);
    dress(tree, surroundings, List.of(args));
    Failures failures = new Failures(run);
    tree.setParameterExceptionHandler(failures);
    tree.setExecutionExceptionHandler(failures);
    return tree.execute(args);
  }

  private static CommandLine tree(BridgeCommand root, Run run) {
    CommandLine tree =
        new CommandLine(root)
            .addSubcommand(new LoginCommand(run))
            .addSubcommand(new LogoutCommand(run))
            .addSubcommand(new WhoamiCommand(run))
            .addSubcommand(new TeamCommand(run))
            .addSubcommand(new PushCommand(run))
            .addSubcommand(new ConnectionCommand(run))
            .addSubcommand(new CatalogCommand(run))
            .addSubcommand(new DashboardCommand(run))
            .addSubcommand(new AskCommand(run))
            .addSubcommand(new CompletionCommand(run))
            .addSubcommand(new HelpCommand(run));
    tree.setCaseInsensitiveEnumValuesAllowed(true);
    return tree;
  }

  /** Help is printed before the options are known, so these are looked for among the words. */
  private static void dress(CommandLine tree, Surroundings surroundings, List<String> args) {
    Surroundings.Streams streams = surroundings.streams();
    boolean colours =
        streams.outIsTerminal()
            && surroundings.variable("NO_COLOR").isEmpty()
            && !args.contains("--no-color");
    tree.setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF));
    tree.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
    tree.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    tree.getCommandSpec().exitCodeOnInvalidInput(ExitCodes.USAGE);
  }
}
