package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGetStructField;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedUpdateItem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SET of UPDATE: what becomes of whole columns and of fields inside of them. */
final class UpdateItems {
  private final DmlTarget target;
  private final Expressions expressions;

  UpdateItems(DmlTarget target, Expressions expressions) {
    this.target = target;
    this.expressions = expressions;
  }

  /** New values by index of their column. */
  Map<Integer, String> values(List<ResolvedUpdateItem> items) {
    Map<Integer, String> values = new LinkedHashMap<>();
    for (ResolvedUpdateItem item : items) {
      requirePlain(item);
      Deque<Integer> path = new ArrayDeque<>();
      ResolvedColumnRef column = column(item.getTarget(), path);
      int index = target.index(column.getColumn());
      String before = values.getOrDefault(index, Expressions.name(column.getColumn()));
      String value = target.value(index, item.getSetValue());
      values.put(index, replace(target.fields().get(index), before, path, value));
    }
    return values;
  }

  private static void requirePlain(ResolvedUpdateItem item) {
    if (item.getSetValue() == null || item.getElementColumn() != null) {
      throw SqlException.unsupported("UPDATE of an array's elements");
    }
  }

  private static ResolvedColumnRef column(ResolvedExpr expr, Deque<Integer> path) {
    return switch (expr) {
      case ResolvedColumnRef column -> column;
      case ResolvedGetStructField get -> {
        path.push(Math.toIntExact(get.getFieldIdx()));
        yield column(get.getExpr(), path);
      }
      default -> throw Scans.unsupported(expr);
    };
  }

  /** The struct with one field, at the end of a path, replaced. */
  private String replace(Field field, String before, Deque<Integer> path, String value) {
    if (path.isEmpty()) {
      return value;
    }
    int changed = path.pop();
    List<Field> members = field.fields();
    return expressions
        .bindings()
        .let(
            List.of(before, value),
            names ->
                IntStream.range(0, members.size())
                    .mapToObj(
                        i -> {
                          String old = member(names.getFirst(), members.get(i));
                          String now =
                              i == changed
                                  ? replace(members.get(i), old, path, names.getLast())
                                  : old;
                          return DuckType.quote(members.get(i).name()) + " := " + now;
                        })
                    .collect(Collectors.joining(", ", "struct_pack(", ")")));
  }

  private static String member(String struct, Field member) {
    return Sql.call("struct_extract", struct, Sql.string(member.name()));
  }
}
