package io.bridge.agent.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * One grouped statement over a star. Dimensions are joined by LEFT JOIN: rows that point nowhere
 * stay in the sums.
 */
final class Select {
  private final Star star;
  private final Map<String, String> joins = new LinkedHashMap<>();
  private final List<String> columns = new ArrayList<>();
  private String where = "";
  private int groups;

  Select(Star star) {
    this.star = star;
  }

  Select category(Category category, String alias) {
    String column = column(category.source());
    String text =
        category.source().field().kind() == Kind.TEXT ? column : "CAST(" + column + " AS STRING)";
    return group("COALESCE(" + text + ", '(none)')", alias);
  }

  Select time(TimeAxis axis, TimeAxis.Grain grain, String alias) {
    String column = column(axis.source());
    where = "\nWHERE " + column + " IS NOT NULL";
    String date =
        axis.source().field().kind() == Kind.DATE ? column : "CAST(" + column + " AS DATE)";
    return group("DATE_TRUNC(" + date + ", " + grain.part + ")", alias);
  }

  Select value(String expression, String alias) {
    columns.add(expression + " AS " + Identifiers.quote(alias));
    return this;
  }

  private Select group(String expression, String alias) {
    groups++;
    return value(expression, alias);
  }

  private String column(Source source) {
    Optional<Link> way = source.way();
    return source.field().sql(way.map(this::join).orElse("f"));
  }

  private String join(Link link) {
    String alias = "d" + (star.links().indexOf(link) + 1);
    joins.putIfAbsent(
        alias,
        "\nLEFT JOIN %s AS %s ON %s = %s"
            .formatted(link.dimension().sql(), alias, link.key().sql(alias), link.from().sql("f")));
    return alias;
  }

  /**
   * @param order such as {@code ORDER BY 2 DESC LIMIT 10}; empty for none
   */
  String sql(String order) {
    String list = String.join(",\n       ", columns);
    String from = "\nFROM " + star.fact().sql() + " AS f" + String.join("", joins.values());
    return "SELECT " + list + from + where + grouping() + (order.isEmpty() ? "" : "\n" + order);
  }

  private String grouping() {
    StringJoiner numbers = new StringJoiner(", ", "\nGROUP BY ", "").setEmptyValue("");
    for (int i = 1; i <= groups; i++) {
      numbers.add(Integer.toString(i));
    }
    return numbers.toString();
  }
}
