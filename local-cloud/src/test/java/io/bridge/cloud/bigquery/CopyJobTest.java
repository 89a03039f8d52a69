package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.LoadBench.T;
import static io.bridge.cloud.bigquery.LoadBench.assertDone;
import static io.bridge.cloud.bigquery.LoadBench.assertFailed;
import static io.bridge.cloud.bigquery.LoadBench.field;
import static io.bridge.cloud.bigquery.LoadBench.repeated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.CopyStatistics;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class CopyJobTest {
  private static final Field A = field("a", StandardSQLTypeName.INT64);
  private static final TableId FIRST = TableId.of("shop", "first");
  private static final TableId SECOND = TableId.of("shop", "second");

  @RegisterExtension static final LoadBench bench = new LoadBench();

  @Test
  void copiesRowsSchemaAndClustering() {
    // Given
    var definition =
        StandardTableDefinition.newBuilder()
            .setSchema(Schema.of(A, repeated("l", StandardSQLTypeName.STRING)))
            .setClustering(Clustering.newBuilder().setFields(List.of("a")).build())
            .build();
    bench.bigquery.create(TableInfo.of(FIRST, definition));
    var row = InsertAllRequest.newBuilder(FIRST).addRow(Map.of("a", 1, "l", List.of("x", "y")));
    bench.bigquery.insertAll(row.build());

    // When
    var job = bench.run(CopyJobConfiguration.of(T, FIRST));

    // Then
    assertDone(job);
    assertEquals(1L, ((CopyStatistics) job.getStatistics()).getCopiedRows());
    assertEquals(definition.getSchema(), bench.table().getSchema());
    assertEquals(definition.getClustering(), bench.table().getClustering());
    assertEquals(1L, bench.table().getNumRows());
    assertEquals(8 + 3 + 3, bench.table().getNumBytes());
  }

  @Test
  void copiesSeveralTablesByDisposition() {
    // Given
    table(FIRST, A, 1);
    table(SECOND, A, 2);
    var both = CopyJobConfiguration.newBuilder(T, List.of(FIRST, SECOND));

    // When
    assertDone(bench.run(both.build()));

    // Then
    assertEquals(List.of("1", "2"), bench.texts());
    assertFailed(bench.run(both.build()), "duplicate", "Already Exists: Table bridge-test:shop.t");
    var append = both.setWriteDisposition(WriteDisposition.WRITE_APPEND).build();
    assertDone(bench.run(append));
    assertEquals(List.of("1", "2", "1", "2"), bench.texts());
    var truncate = both.setWriteDisposition(WriteDisposition.WRITE_TRUNCATE).build();
    assertDone(bench.run(truncate));
    assertEquals(List.of("1", "2"), bench.texts());
  }

  @Test
  void refusesTablesThatDoNotFitOrAreNotThere() {
    table(FIRST, A, 1);
    table(SECOND, field("a", StandardSQLTypeName.STRING), "x");
    assertFailed(
        bench.run(CopyJobConfiguration.of(T, List.of(FIRST, SECOND))),
        "invalid",
        "Incompatible table schemas");
    var append =
        CopyJobConfiguration.newBuilder(SECOND, FIRST)
            .setWriteDisposition(WriteDisposition.WRITE_APPEND)
            .build();
    assertFailed(bench.run(append), "invalid", "Provided Schema does not match Table");
    // Both are the same to the database underneath.
    var bytes = TableId.of("shop", "bytes");
    var decimals = TableId.of("shop", "decimals");
    table(bytes, field("a", StandardSQLTypeName.BYTES), "eA==");
    table(decimals, field("a", StandardSQLTypeName.BIGNUMERIC), "1");
    assertFailed(
        bench.run(CopyJobConfiguration.of(T, List.of(bytes, decimals))),
        "invalid",
        "Incompatible table schemas");
    var absent = TableId.of("shop", "absent");
    assertFailed(
        bench.run(CopyJobConfiguration.of(T, absent)),
        "notFound",
        "Not found: Table bridge-test:shop.absent");
    var never =
        CopyJobConfiguration.newBuilder(T, FIRST)
            .setCreateDisposition(CreateDisposition.CREATE_NEVER)
            .build();
    assertFailed(bench.run(never), "notFound", "Not found: Table bridge-test:shop.t");
  }

  @Test
  void copiesOnlyForWhoMayAndRefusesSnapshotsByName() {
    table(FIRST, A, 1);
    var copy = JobInfo.of(CopyJobConfiguration.of(T, FIRST));
    var viewer = bench.server.client("viewer");
    assertEquals(403, assertThrows(BigQueryException.class, () -> viewer.create(copy)).getCode());
    for (var operation : List.of("SNAPSHOT", "CLONE", "RESTORE")) {
      var special =
          JobInfo.of(CopyJobConfiguration.newBuilder(T, FIRST).setOperationType(operation).build());
      var refused = assertThrows(BigQueryException.class, () -> bench.bigquery.create(special));
      assertEquals(501, refused.getCode());
      assertTrue(refused.getMessage().contains("operationType " + operation));
    }
  }

  private static void table(TableId id, Field field, Object value) {
    bench.bigquery.create(TableInfo.of(id, StandardTableDefinition.of(Schema.of(field))));
    var row = InsertAllRequest.newBuilder(id).addRow(Map.of(field.getName(), value));
    bench.bigquery.insertAll(row.build());
  }
}
