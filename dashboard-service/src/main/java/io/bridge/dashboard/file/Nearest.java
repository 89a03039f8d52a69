package io.bridge.dashboard.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that somebody most likely meant. */
final class Nearest {
  private static final int MOST_EDITS = 2;
  private static final int LONGEST = 64;

  private Nearest() {}

  /** A hint to append to a message; empty where nothing is near. */
  static String hint(String word, Collection<String> known) {
    return find(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  static Optional<String> find(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(other -> edits(word, other) <= Math.min(MOST_EDITS, word.length() - 1))
        .min(Comparator.comparingInt(other -> edits(word, other)));
  }

  private static int edits(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      last = next(a.charAt(i - 1), i, b, last);
    }
    return last[b.length()];
  }

  private static int[] next(char c, int row, String b, int[] last) {
    int[] next = new int[last.length];
    next[0] = row;
    for (int j = 1; j < next.length; j++) {
      int swap = last[j - 1] + (b.charAt(j - 1) == c ? 0 : 1);
      next[j] = Math.min(swap, Math.min(last[j], next[j - 1]) + 1);
    }
    return next;
  }
}
