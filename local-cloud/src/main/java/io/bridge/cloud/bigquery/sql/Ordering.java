package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOrderByItem;
import com.google.zetasql.resolvedast.ResolvedOrderByItemEnums.NullOrderMode;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.stream.Collectors;

/** ORDER BY: BigQuery's NULL is less than all else, and NaN comes right after it. */
final class Ordering {
  private Ordering() {}

  static String by(List<ResolvedOrderByItem> items) {
    return items.stream().map(Ordering::item).collect(Collectors.joining(", ", "ORDER BY ", ""));
  }

  /** For RANGE frames with an offset, which allow one key and no more. */
  static String byOneKey(List<ResolvedOrderByItem> items) {
    return items.stream().map(Ordering::key).collect(Collectors.joining(", ", "ORDER BY ", ""));
  }

  private static String item(ResolvedOrderByItem item) {
    SqlType type = ResolvedTree.type(item.getColumnRef().getType());
    if (type == Scalar.FLOAT64) {
      String column = Expressions.name(item.getColumnRef().getColumn());
      String nan = "isnan(" + column + ")" + (item.getIsDescending() ? " ASC" : " DESC");
      return nan + nulls(item) + ", " + key(item);
    }
    return key(item);
  }

  private static String key(ResolvedOrderByItem item) {
    if (item.getCollationName() != null) {
      throw SqlException.unsupported("COLLATE");
    }
    SqlType type = ResolvedTree.type(item.getColumnRef().getType());
    if (!(type instanceof Scalar)) {
      throw SqlException.unsupported("Ordering by type " + type);
    }
    return Expressions.name(item.getColumnRef().getColumn())
        + (item.getIsDescending() ? " DESC" : " ASC")
        + nulls(item);
  }

  private static String nulls(ResolvedOrderByItem item) {
    boolean first =
        item.getNullOrder() == NullOrderMode.ORDER_UNSPECIFIED
            ? !item.getIsDescending()
            : item.getNullOrder() == NullOrderMode.NULLS_FIRST;
    return first ? " NULLS FIRST" : " NULLS LAST";
  }
}
