package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.LoadBench.assertDone;
import static io.bridge.cloud.bigquery.LoadBench.assertFailed;
import static io.bridge.cloud.bigquery.LoadBench.errors;
import static io.bridge.cloud.bigquery.LoadBench.field;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.RangePartitioning;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TimePartitioning;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class PartitionLoadTest {
  private static final Field A = field("a", StandardSQLTypeName.INT64);
  private static final Field D = field("d", StandardSQLTypeName.DATE);
  private static final TimePartitioning BY_DAY =
      TimePartitioning.newBuilder(TimePartitioning.Type.DAY).setField("d").build();
  private static final String TWO_DAYS =
      "{\"a\": 1, \"d\": \"2026-01-30\"}\n{\"a\": 2, \"d\": \"2026-01-31\"}";

  @RegisterExtension static final LoadBench bench = new LoadBench();

  @Test
  void makesATableWithPartitionsAndClustering() {
    // Given
    var clustering = Clustering.newBuilder().setFields(List.of("a")).build();

    // When
    var job = load("t", TWO_DAYS, it -> it.setTimePartitioning(BY_DAY).setClustering(clustering));

    // Then
    assertDone(job);
    assertEquals("d", bench.table().getTimePartitioning().getField());
    assertEquals(clustering, bench.table().getClustering());
    assertEquals(2L, bench.table().getNumRows());
    assertEquals(32L, bench.table().getNumBytes());
    var byA =
        RangePartitioning.newBuilder()
            .setField("a")
            .setRange(
                RangePartitioning.Range.newBuilder()
                    .setStart(0L)
                    .setEnd(10L)
                    .setInterval(5L)
                    .build())
            .build();
    assertFailed(
        load("t", TWO_DAYS, it -> it.setRangePartitioning(byA)),
        "invalid",
        "Incompatible table partitioning specification");
    assertFailed(
        load(
            "u",
            TWO_DAYS,
            it ->
                it.setTimePartitioning(
                    TimePartitioning.newBuilder(TimePartitioning.Type.DAY).setField("z").build())),
        "invalid",
        "cannot be found in the schema");
  }

  @Test
  void replacesOnePartitionAndLeavesTheOthers() {
    // Given
    assertDone(load("t", TWO_DAYS, it -> it.setTimePartitioning(BY_DAY)));
    var truncate = WriteDisposition.WRITE_TRUNCATE;

    // When
    var job =
        load(
            "t$20260131",
            "{\"a\": 3, \"d\": \"2026-01-31\"}",
            it -> it.setWriteDisposition(truncate));

    // Then
    assertDone(job);
    assertEquals(List.of("1|2026-01-30", "3|2026-01-31"), bench.texts());
    assertEquals(2L, bench.table().getNumRows());
    assertEquals(32L, bench.table().getNumBytes());
    assertFailed(
        load("t$20260131", TWO_DAYS, it -> it.setWriteDisposition(truncate)),
        "invalid",
        "Some rows belong to different partitions");
    assertFailed(
        load("t$20260131", "{}", it -> it.setWriteDisposition(WriteDisposition.WRITE_EMPTY)),
        "duplicate",
        "Already Exists: Table bridge-test:shop.t$20260131");
    assertDone(load("t$20260131", "{\"a\": 4, \"d\": \"2026-01-31\"}", it -> it));
    assertEquals(List.of("1|2026-01-30", "3|2026-01-31", "4|2026-01-31"), bench.texts());
  }

  @Test
  void refusesPartitionsThatTheTableCannotHave() {
    assertDone(load("t", TWO_DAYS, it -> it.setTimePartitioning(BY_DAY)));
    var truncate = WriteDisposition.WRITE_TRUNCATE;
    for (var id : List.of("202601", "20260230", "x", "")) {
      assertFailed(
          load("t$" + id, TWO_DAYS, it -> it.setWriteDisposition(truncate)),
          "invalid",
          "Invalid partition id in the decorator: $" + id);
    }
    assertDone(load("u", TWO_DAYS, it -> it));
    assertFailed(
        load("u$20260131", TWO_DAYS, it -> it.setWriteDisposition(truncate)),
        "invalid",
        "is not partitioned");
    assertEquals(2L, bench.table().getNumRows());
  }

  @Test
  void refusesTextLongerThanItsColumn() {
    var s = Field.newBuilder("s", StandardSQLTypeName.STRING).setMaxLength(2L).build();
    assertDone(load("t", "{\"s\": \"äö\"}", it -> it.setSchema(Schema.of(s))));
    var job = load("t", "{\"s\": \"abc\"}", it -> it.setSchema(Schema.of(s)));
    assertTrue(errors(job).get(1).contains("has maximum length"));
    assertEquals(List.of("äö"), bench.texts());
  }

  private static Job load(
      String table, String text, UnaryOperator<LoadJobConfiguration.Builder> with) {
    var load =
        LoadJobConfiguration.newBuilder(
                TableId.of("shop", table), bench.object(text), FormatOptions.json())
            .setSchema(Schema.of(A, D));
    return bench.run(with.apply(load).build());
  }
}
