package io.bridge.cloud.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Names for values that an expression needs more than once: DuckDB has no LET, and repeating the
 * text of an argument doubles the statement with each level of nesting.
 *
 * <p>A list of one struct, run through a lambda, is one. Lambdas may not hold subqueries, but they
 * hold only what the caller's body writes; the values themselves stand outside.
 */
final class LetBindings {
  private int count;

  String let(List<String> values, Function<List<String>, String> body) {
    if (values.stream().allMatch(Sql::isPlain)) {
      return body.apply(values);
    }
    String row = "p" + count++;
    List<String> names = new ArrayList<>();
    List<String> pairs = new ArrayList<>();
    for (String value : values) {
      if (Sql.isPlain(value)) {
        names.add(value);
      } else {
        String name = "a" + pairs.size();
        pairs.add(name + " := " + value);
        names.add(row + "." + name);
      }
    }
    return "list_transform([struct_pack(%s)], lambda %s: %s)[1]"
        .formatted(String.join(", ", pairs), row, body.apply(names));
  }
}
