package io.bridge.catalog.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldElementType;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.model.catalog.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnTextTest {
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
