package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import io.bridge.sql.SqlType.Scalar;

/** Aggregates that collect values. */
final class ListAggregates {
  private ListAggregates() {}

  static String array(AggregateUse use) {
    return limited(use, use.ignoresNulls() ? use.withoutNulls("list") : use.of("list"));
  }

  static String string(AggregateUse use) {
    Call call = use.call();
    if (call.is(0, Scalar.BYTES)) {
      throw call.unsupported("of BYTES");
    }
    String list = limited(use, use.withoutNulls("list"));
    return Sql.call("array_to_string", list, call.argOr(1, "','"));
  }

  private static String limited(AggregateUse use, String list) {
    if (!(use.node() instanceof ResolvedAggregateFunctionCall aggregate)
        || aggregate.getLimit() == null) {
      return list;
    }
    return "(" + list + ")[1:" + use.expressions().write(aggregate.getLimit()) + "]";
  }
}
