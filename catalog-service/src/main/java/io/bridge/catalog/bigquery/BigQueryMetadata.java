package io.bridge.catalog.bigquery;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.DatasetListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableId;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.google.Blocking;
import io.bridge.runtime.google.GoogleConfig;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Reads a team's part of the warehouse: the datasets with its label. Uses {@code tables.get} and
 * not INFORMATION_SCHEMA, which lags behind a load, costs bytes and knows no row counts. Every
 * method fails with {@code WAREHOUSE_UNAVAILABLE} where BigQuery does not answer.
 */
@Startup
@ApplicationScoped
public class BigQueryMetadata {
  private static final Logger LOG = Logger.getLogger(BigQueryMetadata.class);
  private static final String TEAM_LABEL = "bridge-team";
  private static final int AT_ONCE = 8;

  private final BigQuery bigQuery;
  private final String project;

  @Inject
  BigQueryMetadata(BigQuery bigQuery, GoogleConfig google) {
    this(bigQuery, google.project());
  }

  BigQueryMetadata(BigQuery bigQuery, String project) {
    this.bigQuery = bigQuery;
    this.project = project;
  }

  /** All datasets of the team with all their tables; what vanishes meanwhile is left out. */
  public Uni<List<WarehouseDataset>> datasetsOf(UUID teamId) {
    return call(() -> listDatasets(teamId))
        .chain(names -> each(names, name -> dataset(teamId, name)));
  }

  /** The dataset with this table alone; empty where there is none of the team with that name. */
  public Uni<Optional<WarehouseDataset>> table(UUID teamId, String dataset, String table) {
    return call(() -> find(teamId, dataset).map(found -> withTable(found, table)));
  }

  private Uni<Optional<WarehouseDataset>> dataset(UUID teamId, String name) {
    return call(() -> find(teamId, name)).chain(found -> withTables(found));
  }

  private Uni<Optional<WarehouseDataset>> withTables(Optional<Dataset> found) {
    if (found.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    DatasetId id = found.get().getDatasetId();
    return call(() -> listTables(id))
        .chain(names -> each(names, name -> call(() -> readTable(id, name))))
        .map(tables -> Optional.of(toDataset(found.get(), tables)));
  }

  private WarehouseDataset withTable(Dataset dataset, String table) {
    return toDataset(dataset, readTable(dataset.getDatasetId(), table).stream().toList());
  }

  private List<String> listDatasets(UUID teamId) {
    DatasetListOption ofTeam = DatasetListOption.labelFilter("labels." + TEAM_LABEL + ":" + teamId);
    return bigQuery
        .listDatasets(project, ofTeam)
        .streamAll()
        .map(dataset -> dataset.getDatasetId().getDataset())
        .toList();
  }

  private List<String> listTables(DatasetId dataset) {
    return bigQuery
        .listTables(dataset)
        .streamAll()
        .map(table -> table.getTableId().getTable())
        .toList();
  }

  /** Looks at the label again: a filter that is not honoured must not show another team's data. */
  private Optional<Dataset> find(UUID teamId, String name) {
    return Optional.ofNullable(bigQuery.getDataset(DatasetId.of(project, name)))
        .filter(dataset -> teamId.toString().equals(dataset.getLabels().get(TEAM_LABEL)));
  }

  private Optional<WarehouseTable> readTable(DatasetId dataset, String name) {
    TableId id = TableId.of(dataset.getProject(), dataset.getDataset(), name);
    return Optional.ofNullable(bigQuery.getTable(id)).map(BigQueryMetadata::toTable);
  }

  private static WarehouseDataset toDataset(Dataset dataset, List<WarehouseTable> tables) {
    DatasetId id = dataset.getDatasetId();
    return new WarehouseDataset(
        id.getDataset(),
        id.getProject() + "." + id.getDataset(),
        Text.clean(dataset.getDescription()),
        dataset.getLocation(),
        instant(dataset.getLastModified()),
        tables);
  }

  private static WarehouseTable toTable(Table table) {
    TableId id = table.getTableId();
    TableDefinition definition = table.getDefinition();
    BigInteger rows = table.getNumRows();
    return new WarehouseTable(
        id.getTable(),
        id.getProject() + "." + id.getDataset() + "." + id.getTable(),
        definition.getType().name(),
        Text.clean(table.getDescription()),
        rows == null ? 0 : rows.longValueExact(),
        table.getNumBytes() == null ? 0 : table.getNumBytes(),
        instant(table.getLastModifiedTime()),
        ColumnText.columns(definition.getSchema()));
  }

  private static Instant instant(Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /** Asks for several at once, but not for all: the project's quota is everybody's. */
  private static <T> Uni<List<T>> each(
      List<String> names, Function<String, Uni<Optional<T>>> read) {
    return Multi.createFrom()
        .iterable(names)
        .onItem()
        .transformToUni(read::apply)
        .merge(AT_ONCE)
        .filter(Optional::isPresent)
        .map(Optional::get)
        .collect()
        .asList();
  }

  private static <T> Uni<T> call(Callable<T> call) {
    return Blocking.call(call).onFailure(BigQueryException.class).transform(e -> unavailable(e));
  }

  private static RuntimeException unavailable(Throwable failure) {
    LOG.warnf(
        "event=bigquery-failed status=%d reason=%s",
        failure instanceof BigQueryException e ? e.getCode() : 0,
        failure instanceof BigQueryException e ? e.getReason() : "");
    return ErrorCode.WAREHOUSE_UNAVAILABLE.with("BigQuery's metadata cannot be read; try again");
  }
}
