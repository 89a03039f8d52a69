package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.sql.Field;
import java.util.ArrayList;
import java.util.List;

/** Parquet files, which describe themselves. */
record ParquetContent(LoadSpec spec, ParquetOptions options, List<ParquetFile> files)
    implements Content {

  @Override
  public List<Field> fields() {
    return new FieldType(options).of(files.getFirst().columns());
  }

  @Override
  public Rows rows(TargetSchema schema) {
    var rows = new ArrayList<FileRows>();
    for (var file : files) {
      FieldType.requireSupported(file.columns(), options);
      rows.add(FileRows.of(new Conversion(file, options), schema, spec.ignoreUnknown()));
    }
    return (c, table, cancellation) -> {
      long count = 0;
      for (var file : rows) {
        cancellation.check();
        count += file.insert(c, table, cancellation);
      }
      return count;
    };
  }
}
