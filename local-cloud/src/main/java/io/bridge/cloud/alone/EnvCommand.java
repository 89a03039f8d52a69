package io.bridge.cloud.alone;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "env",
    description = {
      "Print what Google's clients need to find local-cloud.",
      "",
      "In a shell: eval \"$(./bridge cloud env)\""
    })
final class EnvCommand implements Callable<Integer> {
  /** What is printed. */
  enum Format {
    sh,
    java,
    node,
    python,
    go,
    json
  }

  @ParentCommand CloudCommands commands;

  @Option(
      names = "--format",
      description =
          "sh: environment variables; java, node, python, go: clients; json: both, for a script."
              + " One of ${COMPLETION-CANDIDATES}.",
      defaultValue = "sh")
  Format format;

  @Option(
      names = "--tls",
      description = "By TLS and credentials, also where the open ports would do.")
  boolean tls;

  @Override
  public Integer call() {
    Installation installation = commands.installation();
    ClientSetup setup = ClientSetup.of(installation, tls);
    if (!installation.isRunning()) {
      commands.progress().println("local-cloud does not run; ./bridge cloud up");
    }
    System.out.print(
        switch (commands.output == CloudCommands.Output.json ? Format.json : format) {
          case sh -> setup.shell();
          case json -> setup.json() + "\n";
          case java, node, python, go -> setup.clients(format.name());
        });
    return 0;
  }
}
