package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedFunctionCallBaseEnums.ErrorMode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateHavingModifier;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedNonScalarFunctionCallBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOrderByItem;
import com.google.zetasql.resolvedast.ResolvedNonScalarFunctionCallBaseEnums.NullHandlingModifier;
import com.google.zetasql.resolvedast.ResolvedOrderByItemEnums.NullOrderMode;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Column;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Aggregates that the reference implementation computes: a group's rows go over as one list, and
 * all modifiers stand in the statement that runs over it.
 */
final class ReferenceAggregates {
  private static final String ROW = "e";

  private final Expressions expressions;
  private final ResolvedNonScalarFunctionCallBase node;
  private final Call call;
  private final List<Column> members = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  ReferenceAggregates(Expressions expressions, ResolvedNonScalarFunctionCallBase node, Call call) {
    this.expressions = expressions;
    this.node = node;
    this.call = call;
  }

  /**
   * @param over a window or nothing
   */
  String write(String over) {
    return group(name() + "(" + arguments() + modifiers() + ")", over);
  }

  /** A function that is only one over a window, computed over the whole of a partition. */
  String overAll(String over) {
    return group(name() + "(" + arguments() + modifiers() + ") OVER ()", " LIMIT 1", over);
  }

  /** {@code function} of GoogleSQL over the rows {@code e.a0}, {@code e.a1}, … of the arguments. */
  String group(String function, String over) {
    return group(function, "", over);
  }

  private String group(String function, String tail, String over) {
    String sql = "(SELECT " + function + " FROM UNNEST(r.p0) AS " + ROW + tail + ")";
    return over(sql, over);
  }

  /** A whole subquery of GoogleSQL over {@code UNNEST(r.p0) AS e}. */
  String over(String sql, String over) {
    if (members.isEmpty()) {
      member("none", Scalar.BOOL, "true");
    }
    Struct row = new Struct(members);
    String list = "list(" + Literals.struct(row, values) + ")" + filter() + over;
    SqlType rows = new Array(row);
    return expressions.reference().aggregate(node, sql, rows, list);
  }

  private String name() {
    String safe = node.getErrorMode() == ErrorMode.SAFE_ERROR_MODE ? "SAFE." : "";
    return safe + (call.name().equals("$count_star") ? "COUNT" : call.name());
  }

  private String filter() {
    return node.getWhereExpr() == null
        ? ""
        : " FILTER (WHERE " + expressions.write(node.getWhereExpr()) + ")";
  }

  /** Literals stay, since some arguments may be nothing else. */
  String arguments() {
    if (call.name().equals("$count_star")) {
      return "*";
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < call.size(); i++) {
      texts.add(argument(i));
    }
    return (node.getDistinct() ? "DISTINCT " : "") + String.join(", ", texts);
  }

  String argument(int index) {
    ResolvedExpr argument = node.getArgumentList().get(index);
    return argument instanceof ResolvedLiteral
        ? expressions.text(argument)
        : member("a" + index, call.type(index), call.arg(index));
  }

  private String member(String name, SqlType type, String value) {
    members.add(new Column(name, type));
    values.add(value);
    return ROW + "." + name;
  }

  private String modifiers() {
    String nulls =
        node.getNullHandlingModifier() == NullHandlingModifier.DEFAULT_NULL_HANDLING
            ? ""
            : " " + node.getNullHandlingModifier().name().replace('_', ' ');
    return node instanceof ResolvedAggregateFunctionCall aggregate
        ? nulls + having(aggregate) + order(aggregate) + limit(aggregate)
        : nulls;
  }

  private String having(ResolvedAggregateFunctionCall aggregate) {
    ResolvedAggregateHavingModifier having = aggregate.getHavingModifier();
    if (having == null) {
      return "";
    }
    ResolvedExpr expr = having.getHavingExpr();
    String key = member("h", ResolvedTree.type(expr.getType()), expressions.write(expr));
    return " HAVING " + having.getKind() + " " + key;
  }

  private String order(ResolvedAggregateFunctionCall aggregate) {
    if (aggregate.getOrderByItemList().isEmpty()) {
      return "";
    }
    return aggregate.getOrderByItemList().stream()
        .map(this::key)
        .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  /** With DISTINCT the one key there may be is the argument itself. */
  private String key(ResolvedOrderByItem item) {
    SqlType type = ResolvedTree.type(item.getColumnRef().getType());
    String key =
        node.getDistinct()
            ? ROW + ".a0"
            : member("k" + members.size(), type, expressions.write(item.getColumnRef()));
    String nulls =
        item.getNullOrder() == NullOrderMode.ORDER_UNSPECIFIED
            ? ""
            : " " + item.getNullOrder().name().replace('_', ' ');
    return key + (item.getIsDescending() ? " DESC" : "") + nulls;
  }

  private String limit(ResolvedAggregateFunctionCall aggregate) {
    return aggregate.getLimit() == null ? "" : " LIMIT " + expressions.text(aggregate.getLimit());
  }
}
