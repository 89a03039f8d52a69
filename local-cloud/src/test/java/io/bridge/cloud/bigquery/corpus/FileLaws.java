package io.bridge.cloud.bigquery.corpus;

import com.google.cloud.bigquery.Schema;
import io.bridge.cloud.bigquery.BigQueryServer;
import io.bridge.cloud.bigquery.corpus.FileJobs.Format;
import io.bridge.cloud.bigquery.corpus.RowFiles.Dialect;
import io.bridge.sql.SqlType;
import java.nio.file.Path;
import java.util.List;

/**
 * Random rows through files. What each method gives is what came out otherwise than it went in;
 * null for nothing.
 */
record FileLaws(BigQueryServer server, FileJobs files, LawCheck laws, long seed, int count) {

  /** Loads a file of the first format, extracts the table to the second and loads that again. */
  String through(Format first, SqlType.Struct columns, Format second) throws Exception {
    List<List<Object>> rows = new RandomRows(seed).of(columns, count);
    String table = first + "_" + second;
    Path file = server.objectPath(table);
    switch (first) {
      case CSV -> RowFiles.csv(columns, rows, Dialect.DEFAULT, file);
      case NEWLINE_DELIMITED_JSON -> RowFiles.json(columns, rows, file);
      case PARQUET -> RowFiles.parquet(columns, rows, file);
    }
    Schema schema = Streaming.schema(columns);
    files.load(table, first, schema, table);
    files.extract(table, second, "again");
    files.load("again", second, schema, table + "_again");
    String loaded = difference(table, columns, rows);
    return loaded == null ? difference(table + "_again", columns, rows) : loaded;
  }

  /** Loads CSV with another delimiter, another quote and a mark for NULL. */
  String throughOtherCsv(SqlType.Struct columns) throws Exception {
    List<List<Object>> rows = new RandomRows(seed).of(columns, count);
    RowFiles.csv(columns, rows, Dialect.OTHER, server.objectPath("other"));
    files.load("other", Dialect.OTHER, Streaming.schema(columns), "other");
    return difference("other", columns, rows);
  }

  private String difference(String table, SqlType.Struct columns, List<List<Object>> rows) {
    return laws.difference("SELECT * FROM " + table + " ORDER BY id", List.of(), columns, rows);
  }
}
