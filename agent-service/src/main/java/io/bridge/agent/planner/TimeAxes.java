package io.bridge.agent.planner;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which column tells when: the fact table's own, or one of a table it points to. */
final class TimeAxes {
  /** A calendar has a good part of the days between its first and its last. */
  private static final double CALENDAR_DENSITY = 0.02;

  private static final int CALENDAR_ROWS = 12;

  private TimeAxes() {}

  static Optional<TimeAxis> of(
      Relation fact,
      TableProfile profile,
      List<Link> links,
      Map<String, TableProfile> profiles,
      Hints hints) {
    return Stream.concat(
            own(fact, profile, hints),
            links.stream().flatMap(link -> joined(link, profile, profiles, hints)))
        .max(Comparator.comparingDouble(Rated::score))
        .map(Rated::axis);
  }

  private record Rated(TimeAxis axis, double score) {}

  private static Stream<Rated> own(Relation fact, TableProfile profile, Hints hints) {
    return fact.fields().stream()
        .filter(field -> field.kind().isTime())
        .flatMap(field -> usable(new Source(field, null, profile.of(field).orElse(null))))
        .map(source -> own(source, profile, hints));
  }

  private static Rated own(Source source, TableProfile profile, Hints hints) {
    ColumnProfile column = source.profile();
    double score =
        2 * (1 - profile.absent(source.field()))
            + 0.3 * Math.min(1, column.distinct() / 30.0)
            + hints.of(source.field())
            - 0.001 * source.field().position();
    return new Rated(new TimeAxis(source, column.span(), column.distinct()), score);
  }

  private static Stream<Rated> joined(
      Link link, TableProfile fact, Map<String, TableProfile> profiles, Hints hints) {
    TableProfile theirs = profiles.get(link.dimension().id());
    Optional<Field> calendar = calendar(link.dimension(), theirs);
    Stream<Field> heads = calendar.isPresent() ? Stream.empty() : heads(link, fact, theirs);
    return Stream.concat(calendar.stream(), heads)
        .map(field -> joined(new Source(field, link, theirs.of(field).orElseThrow()), fact, theirs))
        .map(axis -> new Rated(axis, (calendar.isPresent() ? 1.8 : 1.2) + hint(axis, hints)));
  }

  private static double hint(TimeAxis axis, Hints hints) {
    return hints.of(axis.source().field());
  }

  /** What the fact table uses of the other's rows, it uses of its days, too. */
  private static TimeAxis joined(Source source, TableProfile fact, TableProfile theirs) {
    ColumnProfile column = source.profile();
    double used =
        fact.of(source.link().from()).map(c -> (double) c.distinct() / theirs.rows()).orElse(1.0);
    double part = Math.clamp(used, 0, 1);
    return new TimeAxis(source, column.span() * part, column.distinct() * part);
  }

  /** The date of a table in which each row is another day, and days follow each other closely. */
  static Optional<Field> calendar(Relation relation, TableProfile profile) {
    return relation.fields().stream()
        .filter(field -> field.kind().isTime())
        .filter(field -> isCalendar(profile, profile.of(field).orElse(null)))
        .findFirst();
  }

  private static boolean isCalendar(TableProfile profile, ColumnProfile column) {
    return column != null
        && profile.rows() >= CALENDAR_ROWS
        && column.distinct() >= 0.9 * profile.rows()
        && column.distinct() >= CALENDAR_DENSITY * (column.span() + 1);
  }

  /**
   * Times of a table with few rows of the fact table for each of its own: an order and its lines.
   */
  private static Stream<Field> heads(Link link, TableProfile fact, TableProfile theirs) {
    return theirs.rows() * 5 < fact.rows()
        ? Stream.empty()
        : link.dimension().fields().stream()
            .filter(field -> field.kind().isTime() && theirs.absent(field) < 0.5)
            .filter(field -> theirs.of(field).filter(c -> c.distinct() >= 2).isPresent())
            .limit(1);
  }

  private static Stream<Source> usable(Source source) {
    boolean usable =
        source.profile() != null
            && source.profile().distinct() >= 2
            && source.profile().span() >= 1;
    return usable ? Stream.of(source) : Stream.empty();
  }
}
