package io.bridge.agent.generation;

import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;

/** Names of dashboards that tasks make. */
final class Slugs {
  private static final int LONGEST = 40;

  private Slugs() {}

  /**
   * The same task always gives the same name, whatever the warehouse is like meanwhile, and no two
   * tasks share one: nothing of a person's is ever replaced.
   */
  static String of(String prompt, UUID task) {
    String plain =
        Normalizer.normalize(prompt, Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(LONGEST, plain.length()));
    String words =
        (plain.length() > LONGEST ? cut.replaceFirst("-[^-]*$", "") : cut)
            .replaceAll("^[-0-9]+|-+$", "");
    String end = task.toString().substring(0, 8);
    return (words.isEmpty() ? "dashboard" : words) + "-" + end;
  }
}
