package io.bridge.app.terminal;

import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * What the person sees: data on stdout, everything else on stderr, each line made safe to print.
 * Safe for use by several threads.
 */
public final class Terminal {
  private static final String RED = "\u001b[1;31m";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out;
  private final PrintStream err;
  private final Look look;

  /**
   * @param colourOut colours on stdout
   * @param colourErr colours on stderr
   * @param verbose prints what {@link #detail} is given
   */
  public record Look(OutputFormat format, boolean colourOut, boolean colourErr, boolean verbose) {}

  public Terminal(PrintStream out, PrintStream err, Look look) {
    this.out = out;
    this.err = err;
    this.look = look;
  }

  /** The command's result, once: a JSON document or a table, as the person asked. */
  public void show(Object json, Supplier<TextTable> table) {
    if (look.format() == OutputFormat.JSON) {
      out.println(Json.write(json));
    } else {
      print(table.get());
    }
    out.flush();
  }

  /**
   * The command's result where it is a text: as it is, so that a file made of it is the same.
   *
   * @param seen a person reads stdout, so each line is made safe to print
   */
  public void show(Object json, String text, boolean seen) {
    if (look.format() == OutputFormat.JSON) {
      out.println(Json.write(json));
    } else if (seen) {
      text.lines().map(Printable::text).forEach(out::println);
    } else {
      out.print(text);
    }
    out.flush();
  }

  private void print(TextTable table) {
    boolean header = true;
    for (String line : table.lines()) {
      out.println(header && look.colourOut() ? BOLD + line + PLAIN : line);
      header = false;
    }
  }

  /** A line for the person who watches. */
  public void note(String line) {
    err.println(Printable.text(line));
  }

  /** A line for the person who wants to know more; never a secret. */
  public void detail(String line) {
    if (look.verbose()) {
      note("  # " + line);
    }
  }

  /** A line that says what failed. */
  public void error(String line) {
    String label = look.colourErr() ? RED + "error:" + PLAIN : "error:";
    err.println(label + " " + Printable.text(line));
  }

  /** Where a defect of ours happened; without messages, which could show what is secret. */
  public void defect(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      detail(t.getClass().getName());
      for (StackTraceElement frame : t.getStackTrace()) {
        detail("  at " + frame);
      }
    }
  }

  /** The stream for what moves, such as a progress bar. */
  public PrintStream err() {
    return err;
  }
}
