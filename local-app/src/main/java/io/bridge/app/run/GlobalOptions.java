package io.bridge.app.run;

import io.bridge.app.terminal.OutputFormat;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every command understands, before or after the command's name. */
public final class GlobalOptions {
  @Option(
      names = "--output",
      paramLabel = "table|json",
      defaultValue = "table",
      scope = ScopeType.INHERIT,
      description = "Form of the data on stdout: ${COMPLETION-CANDIDATES}.")
  private OutputFormat output = OutputFormat.TABLE;

  @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours.")
  private boolean noColour;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Each request and what became of it, on stderr.")
  private boolean verbose;

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Address of Bridge; else BRIDGE_GATEWAY, else https://localhost:8443.")
  private String gateway;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "PEM file with the authority of Bridge's certificate; else BRIDGE_CA, else the one"
              + " given at login.")
  private Path ca;

  @Option(
      names = "--session",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Which of several sign-ins on this machine; else BRIDGE_SESSION.")
  private String session;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "This text.")
  private boolean help;

  public OutputFormat output() {
    return output;
  }

  public boolean noColour() {
    return noColour;
  }

  public boolean verbose() {
    return verbose;
  }

  /** Null where none was given. */
  public String gateway() {
    return gateway;
  }

  /** Null where none was given. */
  public String session() {
    return session;
  }

  /** Null where none was given. */
  public Path ca() {
    return ca;
  }
}
