package io.bridge.cloud.bigquery.reference;

import com.google.zetasql.Value;
import io.bridge.sql.GoogleSql;
import io.bridge.sql.RowExpression;
import io.bridge.sql.SqlProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBWritableVector;

/**
 * {@code googlesql(call, argument, …)}: a function of DuckDB over texts, whose first argument is a
 * {@link ReferenceCall} and whose others are its arguments in the forms of {@link ValueText}, as is
 * its result.
 */
public final class ReferenceFunction {
  /** The function's name in DuckDB. */
  public static final String NAME = "googlesql";

  private static final int KEPT = 256;

  private final GoogleSql googleSql;
  private final Map<String, RowExpression> prepared =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RowExpression> eldest) {
          // Not closed: another thread may be at it; the garbage collector does it.
          return size() > KEPT;
        }
      };

  public ReferenceFunction(GoogleSql googleSql) {
    this.googleSql = googleSql;
  }

  /** Makes it known to all connections of the database. */
  public void register(Connection connection) throws SQLException {
    try (var function = DuckDBFunctions.scalarFunction();
        var text = DuckDBLogicalType.of(DuckDBColumnType.VARCHAR)) {
      function
          .withName(NAME)
          .withVarArgs(text)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withVectorizedFunction(this::compute)
          .register(connection);
    }
  }

  private void compute(DuckDBDataChunkReader in, DuckDBWritableVector out) {
    long count = in.rowCount();
    if (count == 0) {
      return;
    }
    var expression = expression(in.vector(0).getString(0));
    var rows = new ArrayList<List<Value>>();
    for (long row = 0; row < count; row++) {
      rows.add(row(in, row, expression));
    }
    try {
      var values = expression.evaluate(rows);
      for (int row = 0; row < values.size(); row++) {
        var text = ValueText.write(values.get(row));
        if (text == null) {
          out.setNull(row);
        } else {
          out.setString(row, text);
        }
      }
    } catch (SqlProblem e) {
      throw new ReferenceException(e.getMessage());
    }
  }

  private static List<Value> row(DuckDBDataChunkReader in, long row, RowExpression expression) {
    var values = new ArrayList<Value>();
    for (int i = 1; i < in.columnCount(); i++) {
      DuckDBReadableVector vector = in.vector(i);
      var text = vector.isNull(row) ? null : vector.getString(row);
      values.add(ValueText.read(text, expression.argument(i - 1)));
    }
    return values;
  }

  private synchronized RowExpression expression(String text) {
    return prepared.computeIfAbsent(text, this::prepare);
  }

  private RowExpression prepare(String text) {
    var call = ReferenceCall.parse(text);
    return googleSql.rowExpression(call.sql(), call.arguments());
  }
}
