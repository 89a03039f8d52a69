package io.bridge.agent.planner;

import io.bridge.model.dashboard.QueryAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes stars of the tables whose profiles are known. */
public final class Stars {
  private static final int MOST_CATEGORIES = 40;

  private final Schema schema;
  private final Map<String, TableProfile> profiles;

  private Stars(Schema schema, Map<String, TableProfile> profiles) {
    this.schema = schema;
    this.profiles = profiles;
  }

  /**
   * The best first; empty where no table was looked at.
   *
   * @param answers of a {@link Survey} of the same schema with as many facts
   */
  public static List<Star> of(Schema schema, Map<ProfileQuery, QueryAnswer> answers, int facts) {
    Map<String, TableProfile> profiles = Survey.profiles(answers);
    Stars stars = new Stars(schema, profiles);
    return schema.likelyFacts(facts).stream()
        .filter(fact -> profiles.containsKey(fact.id()))
        .map(stars::star)
        .filter(star -> star.rows() > 0)
        .sorted(Comparator.comparingDouble(Star::score).reversed())
        .toList();
  }

  private Star star(Relation fact) {
    TableProfile profile = profiles.get(fact.id());
    List<Link> possible =
        schema.links(fact).stream()
            .filter(link -> profiles.containsKey(link.dimension().id()))
            .toList();
    List<Link> links =
        bestOfEach(
            possible.stream()
                .filter(link -> link.holds(profile, profiles.get(link.dimension().id())))
                .toList());
    Set<String> keys =
        links.stream().map(link -> link.from().name()).collect(Collectors.toUnmodifiableSet());
    Set<String> numberings = new HashSet<>(keys);
    possible.stream()
        .filter(link -> link.isHalfOfAKey(profile, profiles.get(link.dimension().id())))
        .forEach(link -> numberings.add(link.from().name()));
    List<Measure> measures = Measures.of(fact, profile, numberings, schema.hints());
    Optional<TimeAxis> time = TimeAxes.of(fact, profile, links, profiles, schema.hints());
    List<Category> categories =
        categories(fact, links, keys).stream()
            .filter(category -> !measures.isEmpty() || !isNumbering(category))
            .toList();
    Set<Link> calendars =
        links.stream()
            .filter(link -> isCalendar(link.dimension(), profiles.get(link.dimension().id())))
            .collect(Collectors.toUnmodifiableSet());
    double shape =
        Score.fact(fact, schema.largest(), measures.size(), links.size(), time.isPresent());
    double grouping = 0.3 * Math.min(4, categories.stream().filter(c -> c.score() > 0.3).count());
    double hinted = schema.hints().of(fact) * Score.TABLE_HINT + hinted(measures, categories);
    return new Star(
        fact,
        profile.rows(),
        time,
        measures,
        categories,
        links,
        calendars,
        shape + grouping + hinted);
  }

  private double hinted(List<Measure> measures, List<Category> categories) {
    Stream<Field> fields =
        Stream.concat(
            measures.stream().map(Measure::field),
            categories.stream().map(c -> c.source().field()));
    return fields.mapToDouble(schema.hints()::of).sum() * Score.COLUMN_HINT;
  }

  /** Two tables may have the same key; the one that tells more is taken. */
  private List<Link> bestOfEach(List<Link> links) {
    Map<String, Link> best = new LinkedHashMap<>();
    links.forEach(link -> best.merge(link.from().name(), link, this::better));
    return List.copyOf(best.values());
  }

  private Link better(Link one, Link other) {
    int more = Double.compare(worth(one), worth(other));
    return more >= 0 ? one : other;
  }

  /** Beyond the fifth column more of them say little. */
  private double worth(Link link) {
    TableProfile profile = profiles.get(link.dimension().id());
    double columns =
        columns(link.dimension(), link, profile).stream()
            .mapToDouble(Category::score)
            .limit(5)
            .sum();
    return columns
        + (isCalendar(link.dimension(), profile) ? 3 : 0)
        + schema.hints().of(link.dimension())
        - 0.001 * absent(link.dimension(), profile);
  }

  /** Counting rows by what each row has another value of shows nothing but ones. */
  private static boolean isNumbering(Category category) {
    return category.source().link() == null
        && category.distinct() >= 0.8 * category.source().profile().present();
  }

  /** Days of the week and months say when, which a time axis says better. */
  private static boolean isCalendar(Relation relation, TableProfile profile) {
    return TimeAxes.calendar(relation, profile).isPresent();
  }

  private static double absent(Relation relation, TableProfile profile) {
    return relation.fields().stream().mapToDouble(profile::absent).sum();
  }

  private List<Category> categories(Relation fact, List<Link> links, Set<String> keys) {
    List<Category> all = new ArrayList<>(columns(fact, null, profiles.get(fact.id())));
    all.removeIf(own -> keys.contains(own.source().field().name()));
    links.forEach(
        link -> all.addAll(columns(link.dimension(), link, profiles.get(link.dimension().id()))));
    all.sort(
        Comparator.comparingDouble(Category::score)
            .reversed()
            .thenComparing(category -> category.source().place()));
    return all.stream().limit(MOST_CATEGORIES).toList();
  }

  private List<Category> columns(Relation relation, Link link, TableProfile profile) {
    return relation.fields().stream()
        .filter(field -> field.kind().isCategory())
        .filter(field -> link == null || !field.equals(link.key()))
        .flatMap(field -> category(field, relation, link, profile).stream())
        .sorted(Comparator.comparingDouble(Category::score).reversed())
        .toList();
  }

  private Optional<Category> category(
      Field field, Relation relation, Link link, TableProfile profile) {
    return profile
        .of(field)
        .filter(column -> column.distinct() >= 2)
        .map(
            column ->
                new Category(new Source(field, link, column), score(field, relation, profile)))
        .filter(category -> category.score() > 0);
  }

  private double score(Field field, Relation relation, TableProfile profile) {
    ColumnProfile column = profile.of(field).orElseThrow();
    double longest = field.kind() == Kind.BOOL ? 2 : column.high();
    double calendar = isCalendar(relation, profile) ? 0.7 : 1;
    double fit = calendar * Score.category(column.distinct(), profile.absent(field), longest);
    return fit == 0
        ? 0
        : fit + 1.5 * schema.hints().of(field) + 0.4 * Math.min(1, schema.hints().of(relation));
  }
}
