package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedNonScalarFunctionCallBase;
import com.google.zetasql.resolvedast.ResolvedNonScalarFunctionCallBaseEnums.NullHandlingModifier;

/**
 * One use of an aggregate.
 *
 * @param order {@code " ORDER BY …"} or empty
 * @param over what follows the call: a window or nothing
 */
record AggregateUse(Call call, Expressions expressions, String order, String over) {

  /** {@code "DISTINCT "} or empty. */
  String distinct() {
    return node().getDistinct() ? "DISTINCT " : "";
  }

  String of(String function, String... more) {
    return function
        + "("
        + distinct()
        + call.arg(0)
        + (more.length == 0 ? "" : ", " + String.join(", ", more))
        + order
        + ")"
        + over;
  }

  String withoutNulls(String function) {
    return function
        + "("
        + distinct()
        + call.arg(0)
        + order
        + ")"
        + " FILTER (WHERE "
        + call.arg(0)
        + " IS NOT NULL)"
        + over;
  }

  ResolvedNonScalarFunctionCallBase node() {
    return (ResolvedNonScalarFunctionCallBase) call.node();
  }

  boolean ignoresNulls() {
    return node().getNullHandlingModifier() == NullHandlingModifier.IGNORE_NULLS;
  }

  boolean keepsNulls() {
    return node().getNullHandlingModifier() == NullHandlingModifier.RESPECT_NULLS;
  }

  /** Whether it has something that is said in GoogleSQL only. */
  boolean isModified() {
    return call.safe()
        || node().getWhereExpr() != null
        || node().getWithGroupRowsSubquery() != null
        || node() instanceof ResolvedAggregateFunctionCall aggregate
            && aggregate.getHavingModifier() != null;
  }

  /** The same use by the reference implementation. */
  ReferenceAggregates reference() {
    return new ReferenceAggregates(expressions, node(), call);
  }

  /** An argument that is a literal, in GoogleSQL. */
  String literal(int index) {
    if (node().getArgumentList().get(index) instanceof ResolvedLiteral literal) {
      return expressions.text(literal);
    }
    throw call.unsupported("with an argument that is no literal");
  }
}
