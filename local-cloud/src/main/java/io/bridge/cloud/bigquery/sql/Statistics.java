package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.stream.Collectors;

/** Variances, deviations, covariances and correlations. */
final class Statistics {
  private Statistics() {}

  static String of(AggregateUse use, String function) {
    return Aggregates.finite(use, plain(use, function));
  }

  /** The same where no overflow can be. */
  static String plain(AggregateUse use, String function) {
    Call call = use.call();
    if (call.result() != Scalar.FLOAT64 || call.isAny(Scalar.BIGNUMERIC)) {
      throw call.unsupported("of " + call.type(0));
    }
    String[] more = call.args().stream().skip(1).toArray(String[]::new);
    String value = use.of(function, more);
    return call.isAny(Scalar.NUMERIC) ? ofDecimals(use, value) : value;
  }

  /**
   * DuckDB computes with floats, which lose what decimals far from zero differ by. A deviation of a
   * thousandth of the values keeps ten digits; values that are all the same lose nothing.
   */
  private static String ofDecimals(AggregateUse use, String value) {
    String lossy =
        use.call().args().stream()
            .map(arg -> lossy(use, arg))
            .collect(Collectors.joining(" OR ", "coalesce(", ", false)"));
    String exact =
        use.expressions().quick() ? Aggregates.inconclusive() : use.reference().write(use.over());
    return Aggregates.checked(use, List.of(lossy, value), n -> Sql.when(n.get(0), exact, n.get(1)));
  }

  private static String lossy(AggregateUse use, String arg) {
    return "(min(%1$s)%2$s < max(%1$s)%2$s AND stddev_pop(%1$s)%2$s < 1e-3 * max(abs(%1$s))%2$s)"
        .formatted(arg, use.over());
  }
}
