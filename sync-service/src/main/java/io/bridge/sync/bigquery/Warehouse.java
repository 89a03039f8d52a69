package io.bridge.sync.bigquery;

import static io.bridge.model.error.ErrorCode.DATASET_NOT_FOUND;
import static io.bridge.model.error.ErrorCode.SCHEMA_DRIFT;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.ParquetOptions;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableId;
import io.bridge.model.type.WarehouseColumn;
import io.bridge.runtime.google.Blocking;
import io.bridge.sync.SyncConfig;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * What sync-service does in BigQuery. Every call fails with {@code WAREHOUSE_UNAVAILABLE} where
 * trying again may help and with {@code LOAD_FAILED} where BigQuery refuses it.
 */
@ApplicationScoped
@Startup // the client takes a while to make, which no event loop can spare
public class Warehouse {
  /** Label of a dataset: the id of the team that it belongs to. */
  private static final String OWNER = "bridge-team";

  private static final int CONFLICT = 409;

  private final BigQuery bigQuery;
  private final String location;

  Warehouse(BigQuery bigQuery, SyncConfig config) {
    this.bigQuery = bigQuery;
    this.location = config.warehouse().location();
  }

  /**
   * Fails with {@code DATASET_NOT_FOUND} where the dataset is there and does not carry the team's
   * label: a team may write into its own datasets only and is not told whose the others are.
   */
  public Uni<Void> requireFreeOrOwn(UUID teamId, String dataset) {
    return call(() -> Optional.ofNullable(bigQuery.getDataset(dataset)))
        .invoke(found -> found.ifPresent(there -> requireOwn(there, teamId)))
        .replaceWithVoid();
  }

  /** Makes the team's dataset where it is absent; else as {@link #requireFreeOrOwn}. */
  public Uni<Void> ensureDataset(UUID teamId, String dataset) {
    return call(() -> datasetOf(teamId, dataset))
        .invoke(there -> requireOwn(there, teamId))
        .replaceWithVoid();
  }

  private Dataset datasetOf(UUID teamId, String dataset) {
    Dataset there = bigQuery.getDataset(dataset);
    return there == null ? create(teamId, dataset) : there;
  }

  private Dataset create(UUID teamId, String dataset) {
    DatasetInfo wanted =
        DatasetInfo.newBuilder(dataset)
            .setLocation(location)
            .setLabels(Map.of(OWNER, teamId.toString()))
            .build();
    try {
      return bigQuery.create(wanted);
    } catch (BigQueryException e) {
      // Two first loads at once, of this team or of two: who came first has it.
      return Optional.of(e)
          .filter(conflict -> conflict.getCode() == CONFLICT)
          .map(_ -> bigQuery.getDataset(dataset))
          .orElseThrow(() -> e);
    }
  }

  private static void requireOwn(Dataset dataset, UUID teamId) {
    Map<String, String> labels = dataset.getLabels();
    if (labels == null || !teamId.toString().equals(labels.get(OWNER))) {
      throw DATASET_NOT_FOUND.with(
          "No dataset "
              + dataset.getDatasetId().getDataset()
              + " of the team, and the name is taken; choose another name");
    }
  }

  /**
   * The table's columns; empty where there is no table. {@code SCHEMA_DRIFT} where it is a view.
   */
  public Uni<Optional<List<WarehouseColumn>>> columnsOf(String dataset, String table) {
    return call(() -> Optional.ofNullable(bigQuery.getTable(TableId.of(dataset, table))))
        .map(found -> found.map(Warehouse::columns));
  }

  private static List<WarehouseColumn> columns(Table table) {
    TableDefinition definition = table.getDefinition();
    if (definition.getType() != TableDefinition.Type.TABLE) {
      throw SCHEMA_DRIFT.with(
          table.getTableId().getTable() + " is a " + definition.getType() + ", not a table");
    }
    return Schemas.columns(definition.getSchema());
  }

  /** The job; empty where it was never inserted. */
  public Uni<Optional<LoadJob>> find(String jobId) {
    return call(() -> Optional.ofNullable(bigQuery.getJob(job(jobId))))
        .map(j -> j.map(JobStates::of));
  }

  /** Starts the load, or finds the job that the same load started before. */
  public Uni<LoadJob> insert(TableLoad load) {
    return call(() -> inserted(load)).map(JobStates::of);
  }

  private JobInfo inserted(TableLoad load) {
    JobId id = job(load.jobId());
    try {
      return bigQuery.create(JobInfo.of(id, configuration(load)));
    } catch (BigQueryException e) {
      return Optional.of(e)
          .filter(conflict -> conflict.getCode() == CONFLICT)
          .<JobInfo>map(_ -> bigQuery.getJob(id))
          .orElseThrow(() -> e);
    }
  }

  private JobId job(String jobId) {
    return JobId.newBuilder().setJob(jobId).setLocation(location).build();
  }

  /** Replaces the table in one step: nobody sees it half-loaded. */
  private static LoadJobConfiguration configuration(TableLoad load) {
    ParquetOptions parquet =
        ParquetOptions.newBuilder().setEnableListInference(true).setEnumAsString(true).build();
    return LoadJobConfiguration.newBuilder(
            TableId.of(load.dataset(), load.table()), load.sourceUri(), parquet)
        .setSchema(Schemas.of(load.columns()))
        .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED)
        .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
        .setDecimalTargetTypes(List.of("NUMERIC", "BIGNUMERIC"))
        .setLabels(Map.of("bridge_team", load.teamId().toString(), "bridge_origin", "sync"))
        .build();
  }

  private static <T> Uni<T> call(Callable<T> call) {
    return Blocking.call(call).onFailure().transform(JobStates::translate);
  }
}
