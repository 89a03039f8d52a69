package io.bridge.catalog.bigquery;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.DatasetListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableId;
import io.bridge.catalog.connection.KnownConnection;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.google.Blocking;
import io.bridge.runtime.google.GoogleConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Reads a connection's part of the warehouse with the connection's own account. Uses {@code
 * tables.get} and not INFORMATION_SCHEMA, which lags behind a load, costs bytes and knows no row
 * counts. Every method fails with {@code WAREHOUSE_UNAVAILABLE} where BigQuery does not answer,
 * with {@code CREDENTIAL_UNUSABLE} where it lets the account in no more, and as {@link
 * io.bridge.catalog.connection.ConnectionClient#lease} does.
 */
@ApplicationScoped
public class BigQueryMetadata {
  private static final Logger LOG = Logger.getLogger(BigQueryMetadata.class);
  private static final int AT_ONCE = 8;

  private final LeasedBigQuery leased;
  private final Visibility visibility;

  @Inject
  BigQueryMetadata(LeasedBigQuery leased, GoogleConfig google) {
    this.leased = leased;
    this.visibility = new Visibility(google.project());
  }

  /** All visible datasets with all their tables; what vanishes meanwhile is left out. */
  public Uni<List<WarehouseDataset>> datasetsOf(KnownConnection connection) {
    return call(connection, bigQuery -> listDatasets(bigQuery, connection))
        .chain(names -> each(names, name -> dataset(connection, name)));
  }

  /** The dataset with this table alone; empty where no visible one has that name. */
  public Uni<Optional<WarehouseDataset>> table(
      KnownConnection connection, String dataset, String table) {
    return call(connection, bigQuery -> withTable(bigQuery, connection, dataset, table));
  }

  /** Forgets the token that the connection gave. */
  public void drop(UUID connectionId) {
    leased.drop(connectionId);
  }

  private Uni<Optional<WarehouseDataset>> dataset(KnownConnection connection, String name) {
    return call(connection, bigQuery -> find(bigQuery, connection, name))
        .chain(found -> withTables(connection, found));
  }

  private Uni<Optional<WarehouseDataset>> withTables(
      KnownConnection connection, Optional<Dataset> found) {
    if (found.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    DatasetId id = found.get().getDatasetId();
    return call(connection, bigQuery -> listTables(bigQuery, id))
        .chain(names -> each(names, name -> table(connection, id, name)))
        .map(tables -> Optional.of(toDataset(found.get(), tables)));
  }

  private Uni<Optional<WarehouseTable>> table(
      KnownConnection connection, DatasetId dataset, String name) {
    return call(connection, bigQuery -> readTable(bigQuery, dataset, name));
  }

  private Optional<WarehouseDataset> withTable(
      BigQuery bigQuery, KnownConnection connection, String name, String table) {
    Optional<Dataset> dataset = find(bigQuery, connection, name);
    List<WarehouseTable> tables =
        dataset.flatMap(it -> readTable(bigQuery, it.getDatasetId(), table)).stream().toList();
    return dataset.map(it -> toDataset(it, tables));
  }

  private List<String> listDatasets(BigQuery bigQuery, KnownConnection connection) {
    return bigQuery
        .listDatasets(connection.projectId(), listOptions(connection))
        .streamAll()
        .map(dataset -> dataset.getDatasetId().getDataset())
        .toList();
  }

  private DatasetListOption[] listOptions(KnownConnection connection) {
    String ofTeam = "labels." + Visibility.LABEL + ":" + connection.teamId();
    return visibility.isShared(connection.projectId())
        ? new DatasetListOption[] {DatasetListOption.labelFilter(ofTeam)}
        : new DatasetListOption[0];
  }

  private static List<String> listTables(BigQuery bigQuery, DatasetId dataset) {
    return bigQuery
        .listTables(dataset)
        .streamAll()
        .map(table -> table.getTableId().getTable())
        .toList();
  }

  /** Looks at the label again: a filter that is not honoured must not show another team's data. */
  private Optional<Dataset> find(BigQuery bigQuery, KnownConnection connection, String name) {
    String project = connection.projectId();
    String team = connection.teamId().toString();
    return Optional.ofNullable(bigQuery.getDataset(DatasetId.of(project, name)))
        .filter(dataset -> visibility.shows(team, project, dataset.getLabels()));
  }

  private static Optional<WarehouseTable> readTable(
      BigQuery bigQuery, DatasetId dataset, String name) {
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

  private <T> Uni<T> call(KnownConnection connection, Function<BigQuery, T> read) {
    return leased
        .of(connection)
        .chain(bigQuery -> Blocking.call(() -> read.apply(bigQuery)))
        .onFailure(BigQueryException.class)
        .transform(e -> failure(connection, e));
  }

  private RuntimeException failure(KnownConnection connection, BigQueryException e) {
    LOG.warnf(
        "event=bigquery-failed connection=%s status=%d reason=%s",
        connection.id(), e.getCode(), e.getReason());
    if (!isDenied(e)) {
      return ErrorCode.WAREHOUSE_UNAVAILABLE.with("BigQuery's metadata cannot be read; try again");
    }
    leased.drop(connection.id());
    return ErrorCode.CREDENTIAL_UNUSABLE.with(
        "BigQuery lets the connection's account not read metadata; validate the connection again");
  }

  /** BigQuery answers 403 for a used-up quota, too; that passes. */
  private static boolean isDenied(BigQueryException e) {
    return e.getCode() == 401 || e.getCode() == 403 && "accessDenied".equals(e.getReason());
  }
}
