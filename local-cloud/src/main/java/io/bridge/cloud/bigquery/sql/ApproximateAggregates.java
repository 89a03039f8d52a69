package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.List;

/** The APPROX_ functions, computed exactly: that is an approximation, too. */
final class ApproximateAggregates {
  private ApproximateAggregates() {}

  static String countDistinct(AggregateUse use) {
    return "count(DISTINCT " + use.call().arg(0) + ")" + use.over();
  }

  /** The i-th of n quantiles is the value at the i/n-th part of the sorted ones, rounded up. */
  static String quantiles(AggregateUse use) {
    Call call = use.call();
    String value = call.arg(0);
    // NaN comes before all numbers, a NULL before it.
    String nan = call.is(0, Scalar.FLOAT64) ? "isnan(" + value + ") DESC NULLS FIRST, " : "";
    String order = use.distinct().isEmpty() ? " ORDER BY " + nan + value + " NULLS FIRST" : "";
    String filter = use.keepsNulls() ? "" : " FILTER (WHERE " + value + " IS NOT NULL)";
    String values = "list(" + use.distinct() + value + order + ")" + filter;
    String sorted = order.isEmpty() ? "list_sort(" + values + ", 'ASC', 'NULLS FIRST')" : values;
    return call.let(
        List.of(sorted, call.arg(1)),
        n -> {
          String at =
              "%1$s[greatest(1, (i * len(%1$s) + %2$s - 1) // %2$s)]".formatted(n.get(0), n.get(1));
          return Sql.when(
              n.get(1) + " < 1",
              call.fail("APPROX_QUANTILES: the number of quantiles must be positive"),
              "CASE WHEN len(%s) > 0 THEN list_transform(range(0, %s + 1), lambda i: %s) END"
                  .formatted(n.get(0), n.get(1), at));
        });
  }

  /** Each value with its count, the most frequent first; NULL is a value here. */
  static String topCount(AggregateUse use) {
    Call call = use.call();
    String value = call.arg(0);
    String some = "coalesce(map_entries(histogram(%s)), [])".formatted(value);
    String none = "count(*) FILTER (WHERE " + value + " IS NULL)";
    Struct entry = (Struct) ((Array) call.result()).element();
    return call.let(
        List.of(some, none, call.arg(1)),
        n -> {
          String counted =
              "list_transform(%s, lambda i: struct_pack(n := -CAST(i.value AS BIGINT), v := i.key))"
                  .formatted(n.get(0));
          String nulls =
              "CASE WHEN %1$s > 0 THEN [struct_pack(n := -%1$s, v := %2$s)] ELSE [] END"
                  .formatted(n.get(1), Literals.nullOf(call.type(0)));
          String top =
              "list_sort(list_concat(%s, %s), 'ASC', 'NULLS FIRST')[1:%s]"
                  .formatted(counted, nulls, n.get(2));
          String entries =
              "list_transform(%s, lambda i: %s)"
                  .formatted(top, Literals.struct(entry, List.of("i.v", "-i.n")));
          return "CASE WHEN len(%1$s) > 0 OR %2$s > 0 THEN %3$s END"
              .formatted(n.get(0), n.get(1), entries);
        });
  }

  /** Each value with the sum of its weights, the heaviest first. */
  static String topSum(AggregateUse use) {
    ReferenceAggregates rows = use.reference();
    String value = rows.argument(0);
    String weight = rows.argument(1);
    String negative = "ERROR(\"The weight of APPROX_TOP_SUM must not be negative\")";
    String top =
        """
        SELECT AS STRUCT %1$s AS value, SUM(IF(%2$s < 0, %3$s, %2$s)) AS sum FROM UNNEST(r.p0) AS e
        GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT %4$s"""
            .formatted(value, weight, negative, use.literal(2));
    return rows.over("IF(ARRAY_LENGTH(r.p0) > 0, ARRAY(" + top + "), NULL)", use.over());
  }
}
