package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.value.BadValue;
import io.bridge.cloud.bigquery.value.RowAppender;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Failure;
import io.bridge.cloud.bigquery.warehouse.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The rows of text files, one by one; those that do not fit are passed over while they may. */
final class TextRows implements Content.Rows {
  private static final int ROWS_BETWEEN_CHECKS = 1000;

  private final TextContent content;
  private final List<Field> fields;
  private final List<Field> wanted;
  private final BadRecords bad;

  TextRows(TextContent content, TargetSchema schema, BadRecords bad) {
    this.content = content;
    this.fields = schema.fields();
    this.wanted = schema.wanted();
    this.bad = bad;
  }

  @Override
  public long insert(Connection c, Table table, Cancellation cancellation) throws SQLException {
    long rows = 0;
    try (var appender = new RowAppender(c, table)) {
      for (var file : content.files()) {
        rows += insert(file, appender, cancellation);
      }
    }
    return rows;
  }

  @Override
  public List<Failure> errors() {
    return bad.told();
  }

  @Override
  public long badRecords() {
    return bad.count();
  }

  private long insert(StagedFile file, RowAppender appender, Cancellation cancellation)
      throws SQLException {
    var targets = wanted.stream().mapToInt(this::index).toArray();
    long rows = 0;
    long added = 0;
    try (var reader = content.open(file, wanted)) {
      for (boolean more = true; more; rows++) {
        if (rows % ROWS_BETWEEN_CHECKS == 0) {
          cancellation.check();
        }
        try {
          var values = reader.next();
          more = values != null;
          if (more) {
            appender.add(spread(values, targets));
            added++;
          }
        } catch (RecordReader.BadRow e) {
          bad.add(file.uri(), e.getMessage(), rows + 1);
        } catch (BadValue e) {
          var what = "Error while reading data, error message: " + e.getMessage();
          bad.add(file.uri(), what + ". Field: " + e.path(), rows + 1);
        }
      }
      return added;
    } catch (IOException e) {
      throw TextContent.unreadable(file, e);
    }
  }

  private int index(Field field) {
    return fields.indexOf(SchemaChange.find(fields, field.name()));
  }

  private Object[] spread(Object[] values, int[] targets) {
    var row = new Object[fields.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = fields.get(i).isRepeated() ? List.of() : null;
    }
    for (int i = 0; i < targets.length; i++) {
      row[targets[i]] = values[i];
    }
    return row;
  }
}
