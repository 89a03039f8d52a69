package io.bridge.agent.planner;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Names and texts taken apart into words, and names made readable. */
final class Words {
  private static final int LONGEST_TITLE = 60;

  /** What modellers write into names of tables; it says nothing to those who read a title. */
  private static final Set<String> JARGON = Set.of("fact", "facts", "fct", "dim", "tbl");

  private Words() {}

  /** Lower-case words: {@code StoreSales_2} is {@code store}, {@code sales}, {@code 2}. */
  static List<String> of(String text) {
    String spaced = text.replaceAll("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})", " ");
    return Arrays.stream(spaced.split("[^\\p{L}\\p{M}\\p{Nd}]+"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** The word without what makes it a plural in most European languages. */
  static String stem(String word) {
    if (word.length() > 4 && word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    boolean plural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss");
    return plural ? word.substring(0, word.length() - 1) : word;
  }

  static List<String> stems(String text) {
    return of(text).stream().map(Words::stem).toList();
  }

  /** {@code paid_amount} as {@code Paid amount}; never empty. */
  static String title(String name) {
    String spaced =
        name.replaceAll("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})", " ").replaceAll("[_\\s]+", " ");
    String clean = clean(spaced, LONGEST_TITLE);
    if (clean.isEmpty()) {
      return "Unnamed";
    }
    int first = clean.offsetByCodePoints(0, 1);
    return clean.substring(0, first).toUpperCase(Locale.ROOT) + clean.substring(first);
  }

  /** A table's name as a title: {@code visits_fact_2020} as {@code Visits 2020}; never empty. */
  static String tableTitle(String name) {
    String plain =
        Arrays.stream(name.split("_"))
            .filter(word -> !JARGON.contains(word.toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining("_"));
    return title(clean(plain, LONGEST_TITLE).isEmpty() ? name : plain);
  }

  /**
   * One line of visible text: no control, format or unpaired surrogate characters.
   *
   * @param longest in UTF-16 units, as the limits of a dashboard's file are
   */
  static String clean(String text, int longest) {
    String visible = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
    if (visible.length() <= longest) {
      return visible;
    }
    boolean splits = Character.isHighSurrogate(visible.charAt(longest - 2));
    return visible.substring(0, longest - (splits ? 2 : 1)).strip() + "…";
  }
}
