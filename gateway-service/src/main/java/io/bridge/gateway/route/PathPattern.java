package io.bridge.gateway.route;

import java.util.Comparator;
import java.util.List;

/**
 * A path prefix of whole segments, in which {@code *} stands for any one segment. The first in
 * order says most: more literal segments before fewer, then the one whose literals come earlier.
 */
record PathPattern(List<String> segments) implements Comparable<PathPattern> {
  private static final String ANY = "*";
  private static final Comparator<PathPattern> MOST_LITERAL =
      Comparator.comparingLong(PathPattern::literals)
          .reversed()
          .thenComparing(PathPattern::wildcards)
          .thenComparing(PathPattern::toString);

  /** Refuses a wildcard inside of a segment: it would match less than it seems to. */
  static PathPattern of(String prefix) {
    List<String> segments = split(prefix);
    if (segments.stream().anyMatch(s -> s.contains(ANY) && !s.equals(ANY))) {
      throw new IllegalStateException(
          "bridge.gateway.routes: * stands for a whole segment only, see " + prefix);
    }
    return new PathPattern(segments);
  }

  private static List<String> split(String path) {
    return List.of(path.split("/", -1));
  }

  /** True for the prefix itself and for all below it. */
  boolean matches(String path) {
    List<String> asked = split(path);
    if (asked.size() < segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      if (!fits(segments.get(i), asked.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(String segment, String asked) {
    return segment.equals(ANY) ? !asked.isEmpty() : segment.equals(asked);
  }

  private long literals() {
    return segments.stream().filter(s -> !s.equals(ANY)).count();
  }

  /** A literal segment sorts before a wildcard at the same place. */
  private String wildcards() {
    StringBuilder text = new StringBuilder();
    segments.forEach(s -> text.append(s.equals(ANY) ? '1' : '0'));
    return text.toString();
  }

  @Override
  public int compareTo(PathPattern other) {
    return MOST_LITERAL.compare(this, other);
  }

  @Override
  public String toString() {
    return String.join("/", segments);
  }
}
