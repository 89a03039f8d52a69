package io.bridge.catalog.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldElementType;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.model.catalog.Column;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BigQueryMetadataTest {
  @Test
  void tellsThatTheWarehouseDoesNotAnswer() {
    BigQuery nobody =
        BigQueryOptions.newBuilder()
            .setHost("http://localhost:1")
            .setProjectId("p")
            .setCredentials(NoCredentials.getInstance())
            .setRetrySettings(ServiceOptions.getNoRetrySettings())
            .build()
            .getService();
    BigQueryMetadata metadata = new BigQueryMetadata(nobody, "p");

    BridgeException failure =
        assertThrows(
            BridgeException.class,
            () -> metadata.datasetsOf(UUID.randomUUID()).await().atMost(Duration.ofSeconds(30)));

    assertEquals(ErrorCode.WAREHOUSE_UNAVAILABLE, failure.code());
  }

  @Test
  void writesTypesAsGoogleSqlDoes() {
    Field numeric = Field.newBuilder("n", StandardSQLTypeName.BIGNUMERIC).setPrecision(38L).build();
    Field text = Field.newBuilder("t", StandardSQLTypeName.STRING).setMaxLength(10L).build();
    Field range =
        Field.newBuilder("r", StandardSQLTypeName.RANGE)
            .setRangeElementType(FieldElementType.newBuilder().setType("DATE").build())
            .build();
    Field old = Field.newBuilder("o", LegacySQLTypeName.FLOAT).setDescription("was\0here").build();

    List<Column> columns = ColumnText.columns(Schema.of(numeric, text, range, old));

    assertEquals(
        List.of("BIGNUMERIC(38)", "STRING(10)", "RANGE<DATE>", "FLOAT64"),
        columns.stream().map(Column::type).toList());
    assertEquals("washere", columns.getLast().description());
    assertEquals(4, columns.getLast().position());
  }

  @Test
  void knowsNoColumnsWhereThereIsNoSchema() {
    assertEquals(List.of(), ColumnText.columns(null));
    assertNull(Text.clean(""));
  }
}
