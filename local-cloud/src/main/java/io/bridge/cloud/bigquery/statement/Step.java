package io.bridge.cloud.bigquery.statement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.sql.ScriptScope;
import io.bridge.cloud.bigquery.warehouse.Failure;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.sql.ScriptStatement;
import java.util.regex.Pattern;

/**
 * A statement of a script that ran, or an expression of it that was computed.
 *
 * @param statement an expression is the query that computed it
 * @param scope what the statement could name
 * @param failure null for none
 * @param kind STATEMENT or EXPRESSION
 * @param effective whether what it did stays
 */
record Step(
    ScriptStatement statement,
    ScriptScope scope,
    String id,
    Outcome outcome,
    Failure failure,
    Kind kind,
    boolean inTransaction,
    boolean effective,
    long startedMs,
    long endedMs) {

  private static final Pattern VARYING =
      Pattern.compile(
          "\\b(RAND|GENERATE_UUID|CURRENT_(DATE|DATETIME|TIME|TIMESTAMP))\\b",
          Pattern.CASE_INSENSITIVE);

  /** What a step is a step of, in BigQuery's words. */
  enum Kind {
    STATEMENT,
    EXPRESSION
  }

  static Outcome nothing(ScriptStatement statement) {
    ObjectNode statistics =
        JsonNodeFactory.instance
            .objectNode()
            .put("statementType", statement.type())
            .put("totalBytesProcessed", "0")
            .put("totalBytesBilled", "0");
    return new Outcome(statistics, null, false);
  }

  Step undone() {
    return with(false, false);
  }

  Step committed() {
    return with(false, effective);
  }

  private Step with(boolean nowInTransaction, boolean nowEffective) {
    return new Step(
        statement,
        scope,
        id,
        outcome,
        failure,
        kind,
        nowInTransaction,
        nowEffective,
        startedMs,
        endedMs);
  }

  /** Whether it may come to something else when it runs again; what came of it may be known. */
  boolean varies() {
    return VARYING.matcher(statement.sql()).find();
  }

  /** The job of its own that a step is. */
  Job job(Job script) {
    var configuration = JsonNodeFactory.instance.objectNode().put("jobType", "QUERY");
    var query = configuration.putObject("query");
    query.put("query", statement.sql()).put("useLegacySql", false);
    var table = outcome.table();
    if (table != null && effective) {
      query
          .putObject("destinationTable")
          .put("datasetId", table.dataset())
          .put("tableId", table.id());
    }
    var statistics = JsonNodeFactory.instance.objectNode().put("parentJobId", script.id());
    statistics.putObject("scriptStatistics").put("evaluationKind", kind.name());
    statistics.set("query", outcome.statistics());
    return new Job(
        id,
        script.location(),
        script.owner(),
        null,
        configuration,
        statistics,
        failure,
        startedMs,
        startedMs,
        endedMs);
  }
}
