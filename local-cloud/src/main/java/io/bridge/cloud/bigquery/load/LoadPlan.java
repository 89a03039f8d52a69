package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;

/**
 * What a load makes: the schema that the table will have, and each file's rows in that schema.
 *
 * @param fields of the table after the load
 */
record LoadPlan(List<Field> fields, List<FileRows> files) {

  /**
   * Decides the schema: the request's, else the files', within the rules for a table that keeps its
   * own.
   *
   * @param existing null when the load creates the table
   * @param name the table's in messages
   * @throws GoogleError 400 when schema, table and files do not fit together
   */
  static LoadPlan of(LoadSpec spec, Table existing, List<ParquetFile> files, String name) {
    var types = new FieldType(spec.parquet());
    var source = spec.schema() == null ? types.of(files.getFirst().columns()) : spec.schema();
    boolean keeps =
        existing != null
            && !existing.fields().isEmpty()
            && spec.write() != LoadSpec.WriteDisposition.WRITE_TRUNCATE;
    var fields = keeps ? existing.fields() : source;
    if (keeps && spec.schema() != null) {
      new SchemaChange(name).requireSubset(fields, source);
    }
    var wanted = keeps && spec.schema() == null ? fields : source;
    boolean gaps = keeps && spec.schema() == null;
    var rows = new ArrayList<FileRows>();
    for (var file : files) {
      FieldType.requireSupported(file.columns(), spec.parquet());
      var conversion = new Conversion(file, spec.parquet());
      rows.add(FileRows.of(conversion, fields, wanted, gaps));
    }
    return new LoadPlan(fields, List.copyOf(rows));
  }
}
