package io.bridge.gateway.team;

import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes a team's slug from its name. */
final class Slug {
  private static final int LONGEST = 48;
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");

  private Slug() {}

  static boolean isSlug(String text) {
    return FORM.matcher(text).matches();
  }

  /** A name without a Latin letter or digit gives none to work with; the id then stands in. */
  static String of(String name, UUID id) {
    String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    String dashed = OTHERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
    String slug = trim(dashed.substring(0, Math.min(dashed.length(), LONGEST + 1)));
    return slug.isEmpty() ? "team-" + id.toString().substring(0, 8) : slug;
  }

  private static String trim(String dashed) {
    String head = dashed.startsWith("-") ? dashed.substring(1) : dashed;
    String cut = head.substring(0, Math.min(head.length(), LONGEST));
    return cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
  }
}
