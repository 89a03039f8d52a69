package io.bridge.dashboard.file;

import java.util.List;
import java.util.stream.Stream;

/**
 * A query's SQL by its parts: the text between, and what Bridge puts in its place.
 *
 * @param problems where the marks themselves are wrong; then the parts are not to be used
 */
public record Template(List<Part> parts, List<Problem> problems) {

  /** Never fails; what is wrong is in the problems. */
  public static Template of(String sql) {
    return new TemplateScanner(sql).scan();
  }

  /** A piece of the SQL. */
  public sealed interface Part {
    /** Index of its first character in the query's SQL. */
    int at();
  }

  /** Goes to the warehouse as it is. */
  public record Plain(String text, int at) implements Part {}

  /** {@code ${query}}. */
  public record Ref(String query, int at) implements Part {}

  /**
   * {@code @param}, or {@code @param.from}.
   *
   * @param field {@code from}, {@code to} or empty
   */
  public record Use(String param, String field, int at) implements Part {}

  /** {@code [[ … ]]}. */
  public record Clause(List<Part> parts, int at) implements Part {}

  public record Problem(int at, String message) {}

  /** Every query that is referred to, also inside of clauses. */
  public List<Ref> refs() {
    return all().filter(Ref.class::isInstance).map(Ref.class::cast).toList();
  }

  /** Every use of a parameter, also inside of clauses. */
  public List<Use> uses() {
    return all().filter(Use.class::isInstance).map(Use.class::cast).toList();
  }

  /** Uses that are there whatever is chosen. */
  public List<Use> usesOutsideOfClauses() {
    return parts.stream().filter(Use.class::isInstance).map(Use.class::cast).toList();
  }

  private Stream<Part> all() {
    return parts.stream()
        .flatMap(part -> part instanceof Clause clause ? clause.parts().stream() : Stream.of(part));
  }
}
