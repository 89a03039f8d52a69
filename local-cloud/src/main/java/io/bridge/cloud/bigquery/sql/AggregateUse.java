package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedNonScalarFunctionCallBase;
import com.google.zetasql.resolvedast.ResolvedNonScalarFunctionCallBaseEnums.NullHandlingModifier;

/**
 * One use of an aggregate.
 *
 * @param distinct {@code "DISTINCT "} or empty
 * @param order {@code " ORDER BY …"} or empty
 * @param over what follows the call: a window or nothing
 */
record AggregateUse(Call call, String distinct, String order, String over) {

  String of(String function, String... more) {
    return function
        + "("
        + distinct
        + call.arg(0)
        + (more.length == 0 ? "" : ", " + String.join(", ", more))
        + order
        + ")"
        + over;
  }

  String withoutNulls(String function) {
    return function
        + "("
        + distinct
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
}
