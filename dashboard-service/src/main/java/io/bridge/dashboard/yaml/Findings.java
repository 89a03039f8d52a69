package io.bridge.dashboard.yaml;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** What is wrong with a file, each place once, as {@code file:line:column: path: message}. */
public final class Findings {
  private static final int MOST = 50;
  private static final int MOST_ALLOWED = 100;
  private static final int MOST_QUOTED = 60;

  private final String file;
  private final SequencedSet<Violation> found = new LinkedHashSet<>();

  /**
   * @param file name that the messages begin with
   */
  public Findings(String file) {
    this.file = file;
  }

  public void add(Position at, String path, String message) {
    add(at, path, message, List.of());
  }

  /**
   * @param path such as {@code rows[0].tiles[1].chart}
   * @param allowed what would do; empty where it cannot be listed
   */
  public void add(Position at, String path, String message, Collection<String> allowed) {
    if (found.size() >= MOST) {
      return;
    }
    List<String> listed = allowed.stream().limit(MOST_ALLOWED).toList();
    String place = file + ":" + at.line() + ":" + at.column() + ": ";
    String where = path.isEmpty() ? "" : path + ": ";
    String choice = listed.isEmpty() ? "" : ", allowed: " + String.join(", ", listed);
    String text = place + where + message + choice;
    found.add(new Violation(path, text, at.line(), at.column(), listed));
  }

  /** The failure at something after which reading on makes no sense. */
  public BridgeException fatal(Position at, String message) {
    add(at, "", message);
    return toException();
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Fails with {@code DASHBOARD_INVALID} where anything was found. */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw toException();
    }
  }

  public BridgeException toException() {
    Violation first = found.getFirst();
    String more = found.size() == 1 ? "" : ", and " + (found.size() - 1) + " more";
    return new BridgeException(
        ErrorCode.DASHBOARD_INVALID, first.message() + more, List.copyOf(found));
  }

  /** A piece of the file for a message: cut, on one line. */
  public static String quote(String text) {
    String line = text.replaceAll("\\s+", " ");
    return "'" + (line.length() > MOST_QUOTED ? line.substring(0, MOST_QUOTED) + "…" : line) + "'";
  }
}
