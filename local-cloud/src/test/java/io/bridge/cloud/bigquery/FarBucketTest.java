package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.LoadBench.assertDone;
import static io.bridge.cloud.bigquery.LoadBench.assertFailed;
import static io.bridge.cloud.bigquery.LoadBench.field;
import static io.bridge.cloud.bigquery.LoadBench.uri;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.ExtractJobConfiguration;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bucket is in {@code US}. */
@Timeout(60)
class FarBucketTest {
  private static final TableId FAR = TableId.of("far", "t");
  private static final Schema A = Schema.of(field("a", StandardSQLTypeName.INT64));

  @RegisterExtension static final LoadBench bench = new LoadBench();

  @Test
  void loadsIntoNoDatasetElsewhere() {
    // Given
    bench.bigquery.create(DatasetInfo.newBuilder("far").setLocation("EU").build());

    // When
    var job = bench.run(load(FAR));

    // Then
    assertFailed(job, "invalid", "different locations: source: US, destination: EU");
    assertNull(bench.bigquery.getTable(FAR));
    assertDone(bench.run(load(LoadBench.T)));
  }

  @Test
  void extractsFromNoDatasetElsewhere() {
    // Given
    bench.bigquery.create(DatasetInfo.newBuilder("far").setLocation("us-central1").build());
    bench.bigquery.create(TableInfo.of(FAR, StandardTableDefinition.of(A)));

    // When
    var job = bench.run(ExtractJobConfiguration.of(FAR, uri("far.csv")));

    // Then
    assertFailed(job, "invalid", "different locations: source: us-central1, destination: US");
    assertFalse(Files.exists(bench.server.objectPath("far.csv")));
  }

  private static LoadJobConfiguration load(TableId into) {
    return LoadJobConfiguration.newBuilder(into, bench.object("1\n"))
        .setFormatOptions(FormatOptions.csv())
        .setSchema(A)
        .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED)
        .build();
  }
}
