package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Failure;
import io.bridge.cloud.bigquery.warehouse.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What the files of a load say. */
interface Content {

  /** Their fields, by the files' own word or by their first rows. */
  List<Field> fields();

  /**
   * Their rows, for a table of that schema.
   *
   * @throws io.bridge.cloud.http.GoogleError 400 when a file does not fit
   */
  Rows rows(TargetSchema schema);

  /** The rows of all files. */
  interface Rows {

    /**
     * Adds them to a table.
     *
     * @return number of rows
     */
    long insert(Connection c, Table table, Cancellation cancellation) throws SQLException;

    /** Rows that were passed over. */
    default List<Failure> errors() {
      return List.of();
    }

    /** Number of rows that were passed over. */
    default long badRecords() {
      return 0;
    }
  }
}
