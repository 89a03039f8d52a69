package io.bridge.app;

import io.bridge.app.run.ExitCodes;
import io.bridge.app.run.Run;
import io.bridge.app.terminal.Terminal;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what failed, where, and what to do next; on stderr, with the exit code to match. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Run run;

  Failures(Run run) {
    this.run = run;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    Terminal terminal = run.terminal();
    terminal.error(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      unmatched.getSuggestions().stream()
          .limit(3)
          .forEach(suggestion -> terminal.note("  Did you mean " + suggestion + "?"));
    }
    terminal.note("  See: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCodes.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return switch (e) {
      case BridgeException refused -> tell(refused);
      case ParameterException misuse -> handleParseException(misuse, new String[0]);
      case UncheckedIOException io -> tell(io);
      case CancellationException _ -> {
        run.terminal().error("Interrupted.");
        yield ExitCodes.FAILURE;
      }
      default -> tellDefect(e);
    };
  }

  private int tell(BridgeException e) {
    Terminal terminal = run.terminal();
    terminal.error(e.getMessage());
    e.violations().forEach(v -> terminal.note(line(v)));
    terminal.note(
        "  code " + e.code() + run.correlationId().map(id -> ", correlation id " + id).orElse(""));
    return ExitCodes.of(e.code());
  }

  /** A place in a file stands at the beginning, where editors look for it. */
  private static String line(Violation violation) {
    return violation.line() == null
        ? "  " + violation.field() + ": " + violation.message() + allowed(violation)
        : violation.message();
  }

  private static String allowed(Violation violation) {
    return violation.allowed() == null || violation.allowed().isEmpty()
        ? ""
        : " (allowed: " + String.join(", ", violation.allowed()) + ")";
  }

  private int tell(UncheckedIOException e) {
    run.terminal().error(e.getMessage() + " (" + e.getCause().getClass().getSimpleName() + ")");
    return ExitCodes.FAILURE;
  }

  private int tellDefect(Exception e) {
    run.terminal()
        .error(
            "This should not have happened: "
                + e.getClass().getSimpleName()
                + ". Run it again with --verbose and tell us what it prints.");
    run.terminal().defect(e);
    return ExitCodes.FAILURE;
  }
}
