package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSubqueryExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Turns a filter on the parting column into what must hold for a part to have rows that pass:
 * {@code x >= c} of any row means that the part's last value is.
 */
final class PartConditions {
  private static final Map<String, String> MIRRORED =
      Map.of(
          "$equal", "$equal",
          "$not_equal", "$not_equal",
          "$less", "$greater",
          "$less_or_equal", "$greater_or_equal",
          "$greater", "$less",
          "$greater_or_equal", "$less_or_equal");

  private final Expressions expressions;
  private final RisingColumns rising;

  PartConditions(Expressions expressions, Origins origins) {
    this.expressions = expressions;
    this.rising = new RisingColumns(origins);
  }

  /**
   * Where a filter arrives.
   *
   * @param columns ids of the parting column
   * @param exact whether first and last are one value
   * @param acrossOuterJoin whether there are rows without a part, which the filter may let pass
   */
  record Place(Set<Long> columns, boolean exact, boolean acrossOuterJoin) {}

  /** Empty for a filter that says nothing about parts. */
  Optional<String> of(ResolvedExpr filter, Place place) {
    if (place.columns().isEmpty() || RisingColumns.isConstant(filter)) {
      return Optional.empty();
    }
    return Optional.ofNullable(condition(filter, place));
  }

  private String condition(ResolvedExpr filter, Place place) {
    String simple = filter instanceof ResolvedFunctionCall call ? simple(call, place) : null;
    if (simple != null || !place.exact() || place.acrossOuterJoin()) {
      return simple;
    }
    ResolvedExpr onlyHere = onlyOf(filter, place);
    return onlyHere == null ? null : at(onlyHere, place, Parting.FIRST);
  }

  private String simple(ResolvedFunctionCall call, Place place) {
    List<ResolvedExpr> args = call.getArgumentList();
    String name = call.getFunction().getName().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "$and" -> and(args, place);
      case "$or" -> or(args, place);
      case "$between" -> between(args, place);
      case "$in" -> in(args, place);
      case "$in_array" -> inArray(args, place);
      case "$is_null" -> place.acrossOuterJoin() ? null : isNull(args.getFirst(), "", place);
      case "$not" -> negated(args.getFirst(), place);
      default -> MIRRORED.containsKey(name) ? compared(name, args, place) : null;
    };
  }

  private String and(List<ResolvedExpr> args, Place place) {
    List<String> known = new ArrayList<>();
    args.forEach(arg -> of(arg, place).ifPresent(known::add));
    return known.isEmpty() ? null : "(" + String.join(" AND ", known) + ")";
  }

  private String or(List<ResolvedExpr> args, Place place) {
    List<String> all = new ArrayList<>();
    for (ResolvedExpr arg : args) {
      String one = RisingColumns.isConstant(arg) ? expressions.write(arg) : condition(arg, place);
      if (one == null) {
        return null;
      }
      all.add(one);
    }
    return "(" + String.join(" OR ", all) + ")";
  }

  private String negated(ResolvedExpr expr, Place place) {
    return expr instanceof ResolvedFunctionCall call
            && call.getFunction().getName().equals("$is_null")
        ? isNull(call.getArgumentList().getFirst(), "NOT ", place)
        : null;
  }

  private String isNull(ResolvedExpr expr, String not, Place place) {
    ResolvedExpr column = rising.of(expr, place.columns());
    return column == null ? null : "(" + at(column, place, Parting.FIRST) + " IS " + not + "NULL)";
  }

  private String compared(String operator, List<ResolvedExpr> args, Place place) {
    ResolvedExpr left = rising.of(args.get(0), place.columns());
    if (left != null && RisingColumns.isConstant(args.get(1))) {
      return compared(operator, left, expressions.write(args.get(1)), place);
    }
    ResolvedExpr right = rising.of(args.get(1), place.columns());
    return right != null && RisingColumns.isConstant(args.get(0))
        ? compared(MIRRORED.get(operator), right, expressions.write(args.get(0)), place)
        : null;
  }

  private String compared(String operator, ResolvedExpr column, String value, Place place) {
    String first = at(column, place, Parting.FIRST);
    String last = at(column, place, Parting.LAST);
    String text =
        switch (operator) {
          case "$less" -> first + " < " + value;
          case "$less_or_equal" -> first + " <= " + value;
          case "$greater" -> last + " > " + value;
          case "$greater_or_equal" -> last + " >= " + value;
          case "$not_equal" -> "%s <> %s OR %s <> %s".formatted(first, value, last, value);
          default -> "%s <= %s AND %s >= %s".formatted(first, value, last, value);
        };
    return "(" + text + ")";
  }

  private String between(List<ResolvedExpr> args, Place place) {
    ResolvedExpr column = rising.of(args.get(0), place.columns());
    if (column == null
        || !RisingColumns.isConstant(args.get(1))
        || !RisingColumns.isConstant(args.get(2))) {
      return null;
    }
    return "(%s AND %s)"
        .formatted(
            compared("$greater_or_equal", column, expressions.write(args.get(1)), place),
            compared("$less_or_equal", column, expressions.write(args.get(2)), place));
  }

  private String in(List<ResolvedExpr> args, Place place) {
    ResolvedExpr column = rising.of(args.get(0), place.columns());
    List<ResolvedExpr> values = args.subList(1, args.size());
    if (column == null || !values.stream().allMatch(RisingColumns::isConstant)) {
      return null;
    }
    return values.stream()
        .map(value -> compared("$equal", column, expressions.write(value), place))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private String inArray(List<ResolvedExpr> args, Place place) {
    ResolvedExpr column = rising.of(args.get(0), place.columns());
    if (column == null || !RisingColumns.isConstant(args.get(1))) {
      return null;
    }
    return "list_contains(list_transform(%s, lambda one_value: %s), true)"
        .formatted(expressions.write(args.get(1)), compared("$equal", column, "one_value", place));
  }

  /** Any expression, if it is over the parting column and nothing else; else null. */
  private ResolvedExpr onlyOf(ResolvedExpr expr, Place place) {
    AtomicBoolean other = new AtomicBoolean();
    expr.accept(
        new Visitor() {
          @Override
          public void visit(ResolvedColumnRef ref) {
            other.compareAndSet(false, !place.columns().contains(ref.getColumn().getId()));
          }

          @Override
          public void visit(ResolvedSubqueryExpr subquery) {
            other.set(true);
          }
        });
    return other.get() ? null : expr;
  }

  private String at(ResolvedExpr expr, Place place, String bound) {
    String text = expressions.write(expr);
    for (long id : place.columns()) {
      text = text.replaceAll("\\bv" + id + "\\b", bound);
    }
    return text;
  }
}
