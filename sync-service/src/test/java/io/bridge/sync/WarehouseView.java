package io.bridge.sync;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import io.quarkus.arc.Arc;
import java.util.List;
import java.util.stream.StreamSupport;

/** What somebody sees who asks BigQuery itself. */
public final class WarehouseView {
  private WarehouseView() {}

  /** First column of the first row. */
  public static String ask(String sql) {
    try {
      return bigQuery()
          .query(QueryJobConfiguration.of(sql))
          .iterateAll()
          .iterator()
          .next()
          .get(0)
          .getStringValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static long count(String dataset, String table) {
    return Long.parseLong(ask("SELECT COUNT(*) FROM `" + dataset + "." + table + "`"));
  }

  public static boolean hasTable(String dataset, String table) {
    return bigQuery().getTable(TableId.of(dataset, table)) != null;
  }

  public static FieldList fields(String dataset, String table) {
    return bigQuery().getTable(TableId.of(dataset, table)).getDefinition().getSchema().getFields();
  }

  public static String label(String dataset) {
    return bigQuery().getDataset(dataset).getLabels().get("bridge-team");
  }

  public static void createForeign(String dataset) throws BigQueryException {
    bigQuery().create(DatasetInfo.newBuilder(dataset).setLocation("US").build());
  }

  /** The service's load jobs into the dataset, whatever became of them. */
  public static List<Job> loads(String dataset) {
    Iterable<Job> jobs = bigQuery().listJobs().iterateAll();
    return StreamSupport.stream(jobs.spliterator(), false)
        .filter(job -> isLoadInto(job, dataset))
        .toList();
  }

  private static boolean isLoadInto(Job job, String dataset) {
    return job.getConfiguration() instanceof LoadJobConfiguration load
        && load.getDestinationTable().getDataset().equals(dataset);
  }

  static BigQuery bigQuery() {
    return Arc.container().instance(BigQuery.class).get();
  }
}
