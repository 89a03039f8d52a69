package io.bridge.cloud.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.cloud.RetryOption;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TableResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Datasets, tables, rows and queries. */
enum BigQueryOperation implements Operation {
  DATASET {
    @Override
    public String apply(Everything all, String key) {
      DatasetInfo info = DatasetInfo.newBuilder(key).setLabels(Map.of("key", key)).build();
      return all.bigQuery.create(info).getEtag();
    }

    @Override
    public void check(Everything all, String key, String etag) {
      assertEquals(etag, all.bigQuery.getDataset(key).getEtag(), key);
    }
  },
  TABLE {
    @Override
    public String apply(Everything all, String key) {
      Schema schema = Schema.of(Field.of(key, StandardSQLTypeName.INT64));
      TableInfo info = TableInfo.of(TableId.of("tables", key), StandardTableDefinition.of(schema));
      return all.bigQuery.create(info).getEtag();
    }

    @Override
    public void check(Everything all, String key, String etag) {
      assertEquals(etag, all.bigQuery.getTable("tables", key).getEtag(), key);
    }
  },
  QUERY {
    @Override
    public String apply(Everything all, String key) throws InterruptedException {
      return run(all, key, query("SELECT '" + key + "' AS k"));
    }

    @Override
    public void check(Everything all, String key, String etag) throws InterruptedException {
      var rows = all.bigQuery.getJob(JobId.of(key)).getQueryResults().streamAll().toList();
      assertEquals(key, rows.getFirst().get(0).getStringValue());
    }
  },
  STREAMED_ROW {
    @Override
    public String apply(Everything all, String key) {
      stream(all, key);
      return "1";
    }

    @Override
    public void check(Everything all, String key, String v) throws InterruptedException {
      assertHasRow(all, key, v);
    }
  },
  INSERTED_ROW {
    @Override
    public String apply(Everything all, String key) throws InterruptedException {
      run(all, key, query("INSERT INTO tables.rows_of_all (k, v) VALUES ('" + key + "', 2)"));
      return "2";
    }

    @Override
    public void check(Everything all, String key, String v) throws InterruptedException {
      assertHasRow(all, key, v);
    }

    @Override
    public int weight() {
      return 2;
    }
  },
  MERGED_ROW {
    @Override
    public String apply(Everything all, String key) throws InterruptedException {
      stream(all, key);
      String merge =
          """
          MERGE tables.rows_of_all t USING (SELECT '%s' AS k) s ON t.k = s.k
          WHEN MATCHED THEN UPDATE SET v = t.v + 2
          WHEN NOT MATCHED THEN INSERT (k, v) VALUES (s.k, 0)
          """;
      run(all, key, query(merge.formatted(key)));
      return "3";
    }

    @Override
    public void check(Everything all, String key, String v) throws InterruptedException {
      assertHasRow(all, key, v);
    }

    @Override
    public int weight() {
      return 2;
    }
  };

  private static final TableId ROWS = TableId.of("tables", "rows_of_all");
  static final TableId COPIED = TableId.of("tables", "copied_by_all");
  static final Schema COLUMNS =
      Schema.of(
          Field.of("k", StandardSQLTypeName.STRING), Field.of("v", StandardSQLTypeName.INT64));

  /** Makes what they all share. */
  static void prepare(Everything all) {
    all.bigQuery.create(DatasetInfo.of("tables"));
    for (TableId table : List.of(ROWS, COPIED)) {
      all.bigQuery.create(TableInfo.of(table, StandardTableDefinition.of(COLUMNS)));
    }
    var row = InsertAllRequest.newBuilder(COPIED).addRow(Map.of("k", "copied", "v", 7));
    assertFalse(all.bigQuery.insertAll(row.build()).hasErrors());
  }

  private static void stream(Everything all, String key) {
    var row = InsertAllRequest.newBuilder(ROWS).addRow(key, Map.of("k", key, "v", 1)).build();
    // The second is the same row for its insert id.
    assertFalse(all.bigQuery.insertAll(row).hasErrors(), key);
    assertFalse(all.bigQuery.insertAll(row).hasErrors(), key);
  }

  static QueryJobConfiguration query(String sql) {
    return QueryJobConfiguration.of(sql);
  }

  static String run(Everything all, String key, JobConfiguration configuration)
      throws InterruptedException {
    return ended(all.bigQuery.create(JobInfo.of(JobId.of(key), configuration)));
  }

  /** Etag of the job that succeeded. */
  static String ended(Job job) throws InterruptedException {
    // Left to itself the client asks once a second.
    Job ended =
        job.waitFor(
            RetryOption.initialRetryDelayDuration(Duration.ofMillis(20)),
            RetryOption.maxRetryDelayDuration(Duration.ofMillis(50)));
    assertNull(ended.getStatus().getError());
    return ended.getEtag();
  }

  private static void assertHasRow(Everything all, String key, String v)
      throws InterruptedException {
    var found =
        all.bigQuery.query(query("SELECT v FROM tables.rows_of_all WHERE k = '" + key + "'"));
    assertEquals(List.of(v), texts(found), key);
  }

  static List<String> texts(TableResult rows) {
    return rows.streamAll().map(row -> row.get(0).getStringValue()).toList();
  }
}
