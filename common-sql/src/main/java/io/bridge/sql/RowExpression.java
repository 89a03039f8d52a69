package io.bridge.sql;

import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.ArrayType;
import com.google.zetasql.PreparedExpression;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SqlException;
import com.google.zetasql.StructType;
import com.google.zetasql.StructType.StructField;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One scalar expression, prepared once and computed for many rows by ZetaSQL's own reference
 * implementation. Rows go over in one call, since a call costs as much as a hundred rows.
 *
 * <p>Like {@link ResolvedTree} a door to ZetaSQL's own classes. Thread-safe.
 */
public final class RowExpression implements AutoCloseable {
  private static final String ROWS = "bridge_rows";

  private final PreparedExpression prepared;
  private final ArrayType rowsType;

  private RowExpression(PreparedExpression prepared, ArrayType rowsType) {
    this.prepared = prepared;
    this.rowsType = rowsType;
  }

  /**
   * @param sql an expression over {@code r.p0}, {@code r.p1}, …
   * @param arguments types of these
   * @throws SqlProblem where the reference implementation does not know a function of it
   */
  static RowExpression prepare(
      String sql, List<SqlType> arguments, AnalyzerOptions options, SimpleCatalog catalog) {
    StructType row = row(arguments);
    ArrayType rows = TypeFactory.createArrayType(row);
    options.addQueryParameter(ROWS, rows);
    String all =
        "ARRAY(SELECT AS STRUCT %s FROM UNNEST(@%s) AS r WITH OFFSET AS o ORDER BY o)"
            .formatted(sql, ROWS);
    PreparedExpression prepared = new PreparedExpression(all);
    try {
      prepared.prepareWithCatalog(options, catalog);
    } catch (SqlException e) {
      prepared.close();
      throw SqlProblem.parse(String.valueOf(e.getMessage()));
    }
    return new RowExpression(prepared, rows);
  }

  /** A struct without members cannot be, so there is one that nobody reads. */
  private static StructType row(List<SqlType> arguments) {
    List<StructField> members = new ArrayList<>();
    for (SqlType argument : arguments) {
      members.add(new StructField("p" + members.size(), Types.toZeta(argument)));
    }
    if (members.isEmpty()) {
      members.add(new StructField("none", Types.toZeta(SqlType.Scalar.BOOL)));
    }
    return TypeFactory.createStructType(members);
  }

  /** ZetaSQL's type of an argument. */
  public Type argument(int index) {
    return ((StructType) rowsType.getElementType()).getField(index).getType();
  }

  /**
   * The value for each row.
   *
   * @param rows the arguments of each
   * @throws SqlProblem of kind INVALID where it fails for one of them
   */
  public List<Value> evaluate(List<List<Value>> rows) {
    StructType row = (StructType) rowsType.getElementType();
    List<Value> values = new ArrayList<>();
    for (List<Value> arguments : rows) {
      values.add(
          Value.createStructValue(
              row,
              arguments.isEmpty()
                  ? List.of(Value.createNullValue(row.getField(0).getType()))
                  : arguments));
    }
    try {
      Value all =
          prepared.execute(Map.of(), Map.of(ROWS, Value.createArrayValue(rowsType, values)));
      return all.getElementList().stream().map(one -> one.getField(0)).toList();
    } catch (SqlException e) {
      throw SqlProblem.parse(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    prepared.close();
  }
}
