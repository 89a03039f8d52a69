package io.bridge.agent.planner;

import io.bridge.model.catalog.TableSchema;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables of a connection, with the words of the prompt that mean some of them. */
public final class Schema {
  private static final int MOST_WAYS = 3;

  private final List<Relation> relations;
  private final Hints hints;

  private Schema(List<Relation> relations, Hints hints) {
    this.relations = relations;
    this.hints = hints;
  }

  public static Schema of(List<TableSchema> tables, String prompt) {
    List<Relation> relations =
        tables.stream()
            .map(Relation::of)
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(Relation::id))
            .toList();
    return new Schema(relations, Hints.of(prompt, relations));
  }

  /** How many tables have rows and columns that can be used. */
  public int size() {
    return relations.size();
  }

  Hints hints() {
    return hints;
  }

  /** Tables that look most like a fact table, the best first; nothing was read of them yet. */
  List<Relation> likelyFacts(int most) {
    return relations.stream()
        .filter(relation -> !relation.fields().isEmpty())
        .sorted(Comparator.comparingDouble(this::likelihood).reversed())
        .limit(most)
        .toList();
  }

  /** Ways from the table to others, likely keys first, and few for each of its columns. */
  List<Link> links(Relation fact) {
    Map<Field, Integer> ways = new HashMap<>();
    return relations.stream()
        .flatMap(dimension -> Link.between(fact, dimension).stream())
        .sorted(
            Comparator.<Link>comparingInt(link -> link.key().position())
                .thenComparing(link -> -hints.of(link.dimension())))
        .filter(link -> ways.merge(link.from(), 1, Integer::sum) <= MOST_WAYS)
        .toList();
  }

  private double likelihood(Relation relation) {
    List<Link> links = links(relation);
    long keys = links.stream().map(Link::from).distinct().count();
    long numbers =
        relation.fields().stream()
            .filter(f -> f.kind().isNumber())
            .filter(f -> links.stream().noneMatch(link -> link.from().equals(f)))
            .count();
    Stream<Relation> reached =
        Stream.concat(Stream.of(relation), links.stream().map(Link::dimension));
    boolean time = reached.anyMatch(r -> r.has(Kind::isTime));
    return Score.fact(relation, largest(), Math.toIntExact(numbers), keys, time)
        + hints.of(relation) * Score.TABLE_HINT
        + relation.fields().stream().mapToDouble(hints::of).sum() * Score.COLUMN_HINT;
  }

  long largest() {
    return relations.stream().mapToLong(Relation::rows).max().orElse(1);
  }
}
