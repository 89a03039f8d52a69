package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.job.Ended;
import io.bridge.cloud.bigquery.job.JobJson;
import io.bridge.cloud.bigquery.job.JobService;
import io.bridge.cloud.bigquery.row.RowReader;
import io.bridge.cloud.bigquery.row.Selection;
import io.bridge.cloud.bigquery.row.TimestampFormat;
import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Etag;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** {@code jobs.query} and {@code jobs.getQueryResults}. */
final class QueryCalls {
  private static final long DEFAULT_TIMEOUT_MS = 10_000;
  private static final long MAX_TIMEOUT_MS = 200_000;
  private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7e]{1,36}");
  private static final Set<String> OWN =
      Set.of(
          "maxResults",
          "jobTimeoutMs",
          "timeoutMs",
          "dryRun",
          "location",
          "formatOptions",
          "labels",
          "requestId");
  private static final Set<String> HARMLESS = Set.of("kind", "jobCreationMode", "preserveNulls");
  private static final Set<String> CONFIGURATION =
      Set.of(
          "query",
          "useLegacySql",
          "defaultDataset",
          "queryParameters",
          "parameterMode",
          "maximumBytesBilled",
          "useQueryCache");

  private final Access access;
  private final JobService service;
  private final JobJson json;

  QueryCalls(Access access, JobService service) {
    this.access = access;
    this.service = service;
    this.json = new JobJson(access.project());
  }

  JsonNode query(Call call) throws InterruptedException {
    var body = call.body();
    var known = new HashSet<>(OWN);
    known.addAll(CONFIGURATION);
    body.known(known, HARMLESS);
    var configuration = configuration(body);
    var location = location(body.text("location"));
    if (body.flag("dryRun", false)) {
      return dryRun(call, configuration, location);
    }
    var request =
        new JobService.NewJob(
            call.caller(),
            "job_" + UUID.randomUUID(),
            location,
            requestKey(call, body, configuration),
            configuration,
            null);
    var options = body.object("formatOptions");
    var timestamps =
        options == null
            ? TimestampFormat.FLOAT64
            : TimestampFormat.of(
                options.text("useInt64Timestamp"), options.text("timestampOutputFormat"));
    var ended = service.query(request, timeout(body.integer("timeoutMs")));
    var rows = body.integer("maxResults");
    var wanted = new RowRange.Wanted(0, rows == null ? Long.MAX_VALUE : rows, timestamps);
    return answer("bigquery#queryResponse", ended, table -> wanted);
  }

  JsonNode results(Call call) throws InterruptedException {
    var known = service.require(call.path("job"));
    if (!known.owner().email().equals(call.caller().email())) {
      access.grants().onProject(call.caller(), "bigquery.jobs.get");
    }
    var location = call.query("location");
    if (location != null && !Names.location(location).equals(known.location())) {
      throw access.jobs().notFound(known.id());
    }
    if (!known.type().equals("QUERY")) {
      throw GoogleError.invalid("Job " + known.id() + " is not a query job");
    }
    var timeout = call.query("timeoutMs") == null ? null : call.number("timeoutMs", 0);
    var ended = service.await(known, timeout(timeout));
    return answer("bigquery#getQueryResultsResponse", ended, table -> new RowRange(table).of(call));
  }

  /** Which rows of a result a request wants. */
  private interface Paging {
    RowRange.Wanted of(Table table);
  }

  private ObjectNode answer(String kind, Ended ended, Paging paging) {
    var job = ended.job();
    if (job.failure() != null) {
      throw job.failure().toError();
    }
    var answer = JsonNodeFactory.instance.objectNode().put("kind", kind);
    answer.set("jobReference", json.reference(job));
    answer.put("jobComplete", job.isDone());
    if (job.isDone()) {
      var statistics = job.statistics().path("query");
      answer.put("etag", Etag.of(job.id()));
      answer.put("totalBytesProcessed", statistics.path("totalBytesProcessed").asText());
      answer.put("totalBytesBilled", statistics.path("totalBytesBilled").asText());
      answer.put("cacheHit", statistics.path("cacheHit").asBoolean());
      answer.put("location", job.location());
      answer.put("creationTime", Long.toString(job.createdMs()));
      answer.put("startTime", job.startedMs().toString());
      answer.put("endTime", job.endedMs().toString());
      access.warehouse().read(c -> rows(c, ended, paging, answer));
    }
    return answer;
  }

  private ObjectNode rows(Connection c, Ended ended, Paging paging, ObjectNode answer)
      throws SQLException {
    var job = ended.job();
    if (!hasRows(job)) {
      answer.putObject("schema");
      answer.put("totalRows", "0");
      var affected = job.statistics().path("query").path("numDmlAffectedRows");
      if (!affected.isMissingNode()) {
        answer.set("numDmlAffectedRows", affected);
      }
      return answer;
    }
    var table = ended.result() == null ? result(c, job) : ended.result();
    var wanted = paging.of(table);
    var reader = new RowReader(table, Selection.all(table.fields()), wanted.timestamps());
    answer.set("schema", SchemaJson.write(table.fields()));
    answer.put("totalRows", Long.toString(table.rows()));
    new RowRange(table).write(answer, reader.page(c, wanted.from(), wanted.limit()));
    return answer;
  }

  private Table result(Connection c, Job job) throws SQLException {
    var at = job.configuration().path("query").path("destinationTable");
    return access.tables().require(c, at.path("datasetId").asText(), at.path("tableId").asText());
  }

  /** The destination of a statement that changes rows is the table that it changes. */
  private static boolean hasRows(Job job) {
    var type = job.statistics().path("query").path("statementType").asText();
    return (type.equals("SELECT") || type.equals("SCRIPT"))
        && job.configuration().path("query").has("destinationTable");
  }

  private ObjectNode dryRun(Call call, ObjectNode configuration, String location) {
    var compiled = service.dryRun(call.caller(), configuration, location);
    var answer = JsonNodeFactory.instance.objectNode().put("kind", "bigquery#queryResponse");
    answer.set("schema", SchemaJson.write(compiled.query().schema()));
    answer
        .putObject("jobReference")
        .put("projectId", access.project())
        .put("location", compiled.location());
    answer.put("totalBytesProcessed", Long.toString(compiled.bytes().processed()));
    answer.put("jobComplete", true);
    answer.put("cacheHit", false);
    return answer;
  }

  private static ObjectNode configuration(Body body) {
    var configuration = JsonNodeFactory.instance.objectNode();
    var query = configuration.putObject("query");
    for (var key : CONFIGURATION) {
      if (body.has(key)) {
        query.set(key, body.json().get(key));
      }
    }
    for (var key : List.of("labels", "jobTimeoutMs")) {
      if (body.has(key)) {
        configuration.set(key, body.json().get(key));
      }
    }
    return configuration;
  }

  /**
   * The same request id counts as the same request only with the same caller and everything that
   * decides about the result.
   */
  private static String requestKey(Call call, Body body, ObjectNode configuration) {
    var id = body.text("requestId");
    if (id == null || id.isEmpty()) {
      return null;
    }
    if (!REQUEST_ID.matcher(id).matches()) {
      throw GoogleError.invalid("requestId must have at most 36 ASCII characters");
    }
    var place = String.valueOf(body.text("location"));
    return Etag.hex(String.join("\n", id, call.caller().email(), place) + configuration);
  }

  private static String location(String location) {
    return location == null || location.isEmpty() ? null : Names.location(location);
  }

  private static Duration timeout(Long asked) {
    long millis = asked == null ? DEFAULT_TIMEOUT_MS : Math.clamp(asked, 0, MAX_TIMEOUT_MS);
    return Duration.ofMillis(millis);
  }
}
