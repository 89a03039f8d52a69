package io.bridge.agent.planner;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A fact table with what hangs on it.
 *
 * @param time empty where nothing tells when
 * @param measures the best first; may be empty: rows can always be counted
 * @param categories the best first
 * @param links one for each key that leads to a dimension
 * @param calendars those of them that lead to days; a time axis says the same better
 */
public record Star(
    Relation fact,
    long rows,
    Optional<TimeAxis> time,
    List<Measure> measures,
    List<Category> categories,
    List<Link> links,
    Set<Link> calendars,
    double score) {

  /** What was chosen, in a sentence for people. */
  public String sentence() {
    String when =
        time.map(axis -> ", over " + Words.clean(axis.source().field().name(), 60)).orElse("");
    return "Chose %s: %d rows, %d measures, %d columns to group by%s."
        .formatted(Words.clean(fact.name(), 60), rows, measures.size(), categories.size(), when);
  }
}
