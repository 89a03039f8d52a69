package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCallBase;
import io.bridge.sql.GoogleSql;
import io.bridge.sql.SqlProblem;
import io.bridge.sql.SqlType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which functions the reference implementation has: what it lacks is refused before a run. */
final class Known {
  /**
   * The last where a call cannot be said in its words, as one with an option of a type of its own.
   */
  private static final List<String> LACKS =
      List.of(
          "Unsupported built-in function",
          "Unsupported aggregate function",
          "No matching signature for");

  private static final Set<String> FOUND = ConcurrentHashMap.newKeySet();

  private final GoogleSql googleSql;

  Known(GoogleSql googleSql) {
    this.googleSql = googleSql;
  }

  /**
   * Preparing costs milliseconds, so each signature is tried once in a process.
   *
   * @param sql the call over {@code r.p0}, …
   * @throws SqlException by the function's name where it is not there
   */
  void require(String sql, ResolvedExpr node, List<SqlType> arguments) {
    if (!(node instanceof ResolvedFunctionCallBase call)) {
      return;
    }
    String name = String.join(".", call.getFunction().getNamePath()).toUpperCase(Locale.ROOT);
    String signature = name + " " + call.getSignature().getContextId();
    if (FOUND.contains(signature)) {
      return;
    }
    try {
      googleSql.rowExpression(sql, arguments).close();
    } catch (SqlProblem e) {
      if (LACKS.stream().anyMatch(e.getMessage()::startsWith)) {
        throw SqlException.unsupported("Function " + name);
      }
      // Arguments that it refuses are for the run to tell.
    }
    FOUND.add(signature);
  }
}
