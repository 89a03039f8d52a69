package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.RetryOption;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Field.Mode;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import io.bridge.cloud.process.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server with files to load, Google's client, and the questions that tests of loads ask: one for
 * the tests of a class, each of which begins with an empty dataset {@code shop}.
 */
final class LoadBench
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  static final TableId T = TableId.of("shop", "t");

  BigQueryServer server;
  BigQuery bigquery;
  Path dir;

  @Override
  public void beforeAll(ExtensionContext test) throws IOException {
    dir = Files.createTempDirectory("load-bench");
    server = BigQueryServer.start(dir);
    bigquery = server.client("editor");
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    bigquery.create(DatasetInfo.of("shop"));
  }

  @Override
  public void afterEach(ExtensionContext test) {
    server.clear();
  }

  @Override
  public void afterAll(ExtensionContext test) throws IOException {
    server.close();
    FileTree.delete(dir);
  }

  RawClient raw() {
    return new RawClient(server, dir, "editor");
  }

  void createTable(Field... fields) {
    bigquery.create(TableInfo.of(T, StandardTableDefinition.of(Schema.of(fields))));
  }

  /** A new object with that text; its URI. */
  String object(String text) {
    return object(UUID.randomUUID().toString(), text.getBytes(StandardCharsets.UTF_8));
  }

  String object(String name, byte[] bytes) {
    try {
      Files.write(server.objectPath(name), bytes);
      return uri(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String uri(String name) {
    return "gs://" + BigQueryServer.BUCKET + "/" + name;
  }

  /** The job as it ended; Google's client throws for one that failed. */
  Job run(JobConfiguration configuration) {
    return ended(bigquery.create(JobInfo.of(configuration)));
  }

  /** Loads a file, told how in words of REST: {@code "sourceFormat": "CSV"}. */
  Job load(String uri, String options) {
    var id = "load-" + UUID.randomUUID();
    raw()
        .insertJob(
            id,
            """
            {"load": {"sourceUris": ["%s"], %s, "destinationTable":
              {"projectId": "bridge-test", "datasetId": "shop", "tableId": "t"}}}
            """
                .formatted(uri, options));
    return ended(bigquery.getJob(id));
  }

  /** A new Parquet object with the rows of a query; its URI. */
  String parquet(String name, String select) {
    ParquetFiles.write(server.objectPath(name), select);
    return uri(name);
  }

  Job ended(Job job) {
    try {
      return job.waitFor(
          RetryOption.initialRetryDelayDuration(Duration.ofMillis(20)),
          RetryOption.maxRetryDelayDuration(Duration.ofMillis(100)));
    } catch (BigQueryException _) {
      return bigquery.getJob(job.getJobId());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  StandardTableDefinition table() {
    return bigquery.getTable(T).getDefinition();
  }

  List<FieldValueList> rows() {
    return bigquery.listTableData(T, table().getSchema()).streamAll().toList();
  }

  /** The rows as texts, values with a bar between them. */
  List<String> texts() {
    return rows().stream()
        .map(row -> row.stream().map(LoadBench::text).collect(Collectors.joining("|")))
        .toList();
  }

  /** Names and types of the columns: {@code a INTEGER}. */
  List<String> columns() {
    return table().getSchema().getFields().stream()
        .map(field -> field.getName() + " " + field.getType().name())
        .toList();
  }

  private static String text(FieldValue value) {
    return value.isNull() ? "NULL" : value.getValue().toString();
  }

  static void assertDone(Job job) {
    assertNull(job.getStatus().getError(), () -> job.getStatus().getExecutionErrors().toString());
  }

  static void assertFailed(Job job, String reason, String message) {
    var error = job.getStatus().getError();
    assertNotNull(error);
    assertEquals(reason, error.getReason(), error.getMessage());
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  /** Messages of all errors, the one that the job failed by first. */
  static List<String> errors(Job job) {
    return job.getStatus().getExecutionErrors().stream().map(BigQueryError::getMessage).toList();
  }

  static Field field(String name, StandardSQLTypeName type) {
    return Field.newBuilder(name, type).setMode(Mode.NULLABLE).build();
  }

  static Field required(String name, StandardSQLTypeName type) {
    return Field.newBuilder(name, type).setMode(Mode.REQUIRED).build();
  }

  static Field repeated(String name, StandardSQLTypeName type, Field... members) {
    return Field.newBuilder(name, type, members).setMode(Mode.REPEATED).build();
  }

  static Field struct(String name, Field... members) {
    return Field.newBuilder(name, StandardSQLTypeName.STRUCT, members)
        .setMode(Mode.NULLABLE)
        .build();
  }
}
