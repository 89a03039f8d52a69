package io.bridge.dashboard.bigquery;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.QueryResultsOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import io.bridge.model.connection.Lease;
import io.bridge.runtime.google.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/**
 * Runs queries in BigQuery with a lease's token. Fails with {@code QUERY_FAILED}, {@code
 * QUERY_TIMEOUT}, {@code WAREHOUSE_UNAVAILABLE}, {@code BYTES_OVER_CAP} and {@code LEASE_ENDED}.
 */
@ApplicationScoped
public class Warehouse {
  private static final Logger LOG = Logger.getLogger(Warehouse.class);
  private static final int CONFLICT = 409;
  private static final int MOST_ROWS_OF_A_PAGE = 10_000;

  /** BigQuery stops a job only about when it is asked to. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final LeasedClients clients;

  Warehouse(LeasedClients clients) {
    this.clients = clients;
  }

  /** What the query would do; nothing is billed. */
  public Uni<DryRun> dryRun(Lease lease, WarehouseQuery query) {
    return call(() -> lookAt(clients.of(lease), query));
  }

  /**
   * Runs the query as the job of this id. A job of the id that is there already is this one: an
   * insert whose answer was lost.
   */
  public Uni<Ran> run(Lease lease, String jobId, WarehouseQuery query, RunLimits limits) {
    return call(() -> start(clients.of(lease), jobId, query, limits))
        .chain(job -> call(() -> read(job, limits)))
        .ifNoItem()
        .after(query.timeout().plus(GRACE))
        .failWith(WarehouseErrors::timeout);
  }

  /** Asks the job to stop; whether it does is not known. */
  public Uni<Void> cancel(Lease lease, String jobId) {
    return Blocking.call(() -> clients.of(lease).cancel(jobId(lease, jobId)))
        .onFailure()
        .invoke(e -> LOG.infof("event=cancel-failed error=%s", e.getClass().getName()))
        .onFailure()
        .recoverWithItem(false)
        .replaceWithVoid();
  }

  private static DryRun lookAt(BigQuery bigQuery, WarehouseQuery query) {
    Job job = bigQuery.create(JobInfo.of(configuration(query).setDryRun(true).build()));
    QueryStatistics statistics = job.getStatistics();
    List<TableId> tables =
        Objects.requireNonNullElse(statistics.getReferencedTables(), List.<TableId>of());
    return new DryRun(
        String.valueOf(statistics.getStatementType()),
        tables.stream().map(Warehouse::fqn).distinct().toList(),
        Objects.requireNonNullElse(statistics.getTotalBytesProcessed(), 0L));
  }

  private static Job start(
      BigQuery bigQuery, String jobId, WarehouseQuery query, RunLimits limits) {
    QueryJobConfiguration configuration =
        configuration(query)
            .setMaximumBytesBilled(limits.bytesBilled())
            .setJobTimeoutMs(query.timeout().toMillis())
            .build();
    try {
      return bigQuery.create(JobInfo.of(JobId.of(jobId), configuration));
    } catch (BigQueryException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      return bigQuery.getJob(JobId.of(jobId));
    }
  }

  private static Ran read(Job job, RunLimits limits) throws InterruptedException {
    int page = Math.min(limits.rows(), MOST_ROWS_OF_A_PAGE);
    TableResult result = job.getQueryResults(QueryResultsOption.pageSize(page));
    Cells cells = new Cells(result.getSchema(), limits.cells());
    for (FieldValueList row : result.iterateAll()) {
      if (cells.rows() == limits.rows() || !cells.add(row)) {
        break;
      }
    }
    QueryStatistics statistics = job.reload().getStatistics();
    return new Ran(
        job.getJobId().getJob(),
        Cells.columns(result.getSchema()),
        cells.values(),
        cells.rows(),
        cells.rows() < result.getTotalRows(),
        Objects.requireNonNullElse(statistics.getTotalBytesProcessed(), 0L),
        Objects.requireNonNullElse(statistics.getTotalBytesBilled(), 0L));
  }

  private static QueryJobConfiguration.Builder configuration(WarehouseQuery query) {
    QueryJobConfiguration.Builder job =
        QueryJobConfiguration.newBuilder(query.sql())
            .setUseLegacySql(false)
            .setLabels(query.labels());
    if (query.defaultDataset() != null) {
      job.setDefaultDataset(query.defaultDataset());
    }
    query.params().forEach(job::addNamedParameter);
    return job;
  }

  private static String fqn(TableId table) {
    return table.getProject() + "." + table.getDataset() + "." + table.getTable();
  }

  private static JobId jobId(Lease lease, String jobId) {
    return JobId.newBuilder().setProject(lease.projectId()).setJob(jobId).build();
  }

  private static <T> Uni<T> call(Callable<T> call) {
    return Blocking.call(call).onFailure().transform(WarehouseErrors::of);
  }
}
