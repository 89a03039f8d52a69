package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.util.List;
import java.util.stream.Collectors;

/** Statements over the wire, with Google's client. */
record SqlClient(BigQuery bigquery) {

  /** Runs a job to its end, which must be a good one. */
  QueryStatistics run(String sql) {
    var job = job(sql);
    if (job.getStatus().getError() != null) {
      throw new AssertionError(sql + ": " + job.getStatus().getError());
    }
    return job.getStatistics();
  }

  /** Runs a job to its end, be it good or not. */
  Job job(String sql) {
    var job = bigquery.create(JobInfo.of(QueryJobConfiguration.of(sql)));
    try {
      return job.waitFor();
    } catch (BigQueryException _) {
      // That it failed is told by its status.
      return bigquery.getJob(job.getJobId());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  QueryStatistics dryRun(String sql) {
    var query = QueryJobConfiguration.newBuilder(sql).setDryRun(true).build();
    return bigquery.create(JobInfo.of(query)).getStatistics();
  }

  BigQueryException refused(String sql) {
    return assertThrows(
        BigQueryException.class, () -> bigquery.query(QueryJobConfiguration.of(sql)), sql);
  }

  /** Rows as text, columns with commas between them. */
  List<String> rows(String sql) {
    try {
      return bigquery
          .query(QueryJobConfiguration.of(sql))
          .streamAll()
          .map(SqlClient::text)
          .toList();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(FieldValueList row) {
    return row.stream()
        .map(FieldValue::getValue)
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }
}
