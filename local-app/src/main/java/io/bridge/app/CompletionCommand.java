package io.bridge.app;

import io.bridge.app.run.Run;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bridge completion}: a script for the shell's own completion. */
@Command(
    name = "completion",
    description = {
      "Print a completion script for the shell.",
      "",
      "bash: source <(bridge completion bash)",
      "zsh:  source <(bridge completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Run run;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "bash|zsh", description = "${COMPLETION-CANDIDATES}")
  private Shell shell;

  /** Shells that picocli's script serves. */
  enum Shell {
    bash,
    zsh
  }

  CompletionCommand(Run run) {
    this.run = run;
  }

  @Override
  public Integer call() {
    ScriptCommands.addTo(spec.root().commandLine());
    String script = AutoComplete.bash("bridge", spec.root().commandLine());
    if (shell == Shell.zsh) {
      script = "autoload -U +X bashcompinit && bashcompinit\n" + script;
    }
    run.surroundings().streams().out().print(script);
    run.surroundings().streams().out().flush();
    return 0;
  }
}
