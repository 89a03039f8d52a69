package io.bridge.agent.planner;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Words of the prompt, to be compared with names. A word that most tables have in their names says
 * little about which is meant.
 */
final class Hints {
  private static final int SHORTEST = 3;

  private final Set<String> words;
  private final String prompt;
  private final Map<String, Integer> tablesWith = new TreeMap<>();

  private Hints(String prompt) {
    this.prompt = prompt.toLowerCase(Locale.ROOT);
    this.words = new HashSet<>(Words.stems(prompt));
  }

  static Hints of(String prompt, List<Relation> relations) {
    Hints hints = new Hints(prompt);
    relations.forEach(hints::count);
    return hints;
  }

  private void count(Relation relation) {
    new HashSet<>(Words.stems(relation.name())).forEach(w -> tablesWith.merge(w, 1, Integer::sum));
  }

  /** From 0 where no word of the table's name is meant; rarer words weigh more. */
  double of(Relation relation) {
    Set<String> all = new HashSet<>(Words.stems(relation.name()));
    double named = all.stream().filter(this::isMeant).mapToDouble(this::weight).sum();
    return named + 0.2 * share(relation.description());
  }

  /** From 0 to 1: the share of the name's words that are meant; a description counts little. */
  double of(Field field) {
    return Math.max(share(field.name()), 0.3 * share(field.description()));
  }

  private double share(String name) {
    List<String> all = Words.stems(name);
    long meant = all.stream().filter(this::isMeant).count();
    return all.isEmpty() ? 0 : (double) meant / all.size();
  }

  private double weight(String word) {
    return 1 / Math.sqrt(tablesWith.getOrDefault(word, 1));
  }

  /** Scripts without spaces give one long word: there, to be part of the prompt is enough. */
  private boolean isMeant(String word) {
    boolean latin = word.chars().allMatch(c -> c < 0x250);
    return latin
        ? word.length() >= SHORTEST && words.contains(word)
        : word.length() >= 2 && prompt.contains(word);
  }
}
