package io.bridge.connection.google;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.DatasetListOption;
import com.google.cloud.bigquery.BigQuery.TableDataListOption;
import com.google.cloud.bigquery.BigQuery.TableListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableId;
import io.bridge.model.connection.PermissionCheck;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * One run of the checks. Looks at the first dataset and table that the account sees. Where the
 * dataset has no table it asks for one that is not there: absent is 404 with the permission and 403
 * without. Where there is no dataset either, nothing proves what holds for tables; the check says
 * so.
 */
final class Probes {
  static final String DATASETS_GET = "bigquery.datasets.get";
  static final String TABLES_LIST = "bigquery.tables.list";
  static final String TABLES_GET = "bigquery.tables.get";
  static final String TABLES_DATA = "bigquery.tables.getData";
  static final String JOBS_CREATE = "bigquery.jobs.create";
  static final List<String> PERMISSIONS =
      List.of(DATASETS_GET, TABLES_LIST, TABLES_GET, TABLES_DATA, JOBS_CREATE);

  private static final Set<String> OF_TABLES = Set.of(TABLES_LIST, TABLES_GET, TABLES_DATA);
  private static final String ABSENT = "bridge_permission_probe";
  private static final String VIEWER = "roles/bigquery.dataViewer";
  private static final String JOB_USER = "roles/bigquery.jobUser";
  private static final int LOOKED_AT = 50;
  private static final int NOT_FOUND = 404;
  private static final Set<Integer> DENIED = Set.of(400, 401, 403, NOT_FOUND);
  private static final Set<String> LATER = Set.of("rateLimitExceeded", "quotaExceeded");
  private static final String OFF = "accessNotConfigured";

  private final BigQuery bigQuery;
  private final Warehouse warehouse;
  private DatasetId dataset;
  private boolean seesDataset;
  private TableId table;

  Probes(BigQuery bigQuery, Warehouse warehouse) {
    this.bigQuery = bigQuery;
    this.warehouse = warehouse;
    this.dataset = DatasetId.of(warehouse.projectId(), ABSENT);
    this.table = TableId.of(warehouse.projectId(), ABSENT, ABSENT);
  }

  /** Every check, in the order of {@link #PERMISSIONS}; throws what may pass. */
  List<PermissionCheck> runAll() {
    return List.of(
        check(DATASETS_GET, VIEWER, this::findDataset),
        check(TABLES_LIST, VIEWER, orAbsent(this::findTable)),
        check(TABLES_GET, VIEWER, () -> bigQuery.getTable(table)),
        check(TABLES_DATA, VIEWER, orAbsent(this::readData)),
        check(JOBS_CREATE, JOB_USER, this::dryRun));
  }

  private void findDataset() {
    Iterator<Dataset> seen =
        bigQuery
            .listDatasets(warehouse.projectId(), DatasetListOption.pageSize(1))
            .getValues()
            .iterator();
    if (seen.hasNext()) {
      seesDataset = true;
      dataset = seen.next().getDatasetId();
      table = TableId.of(dataset.getProject(), dataset.getDataset(), ABSENT);
    } else {
      bigQuery.getDataset(dataset);
    }
  }

  private void findTable() {
    for (Table seen :
        bigQuery.listTables(dataset, TableListOption.pageSize(LOOKED_AT)).getValues()) {
      if (seen.getDefinition().getType() == TableDefinition.Type.TABLE) {
        table = seen.getTableId();
        return;
      }
    }
  }

  private void readData() {
    bigQuery.listTableData(table, TableDataListOption.pageSize(1));
  }

  private void dryRun() {
    bigQuery.create(
        JobInfo.of(
            QueryJobConfiguration.newBuilder("SELECT 1")
                .setUseLegacySql(false)
                .setDryRun(true)
                .build()));
  }

  private static Runnable orAbsent(Runnable call) {
    return () -> {
      try {
        call.run();
      } catch (BigQueryException e) {
        if (e.getCode() != NOT_FOUND) {
          throw e;
        }
      }
    };
  }

  private PermissionCheck check(String permission, String role, Runnable call) {
    try {
      call.run();
      return new PermissionCheck(permission, true, reservation(permission));
    } catch (BigQueryException e) {
      if (!DENIED.contains(e.getCode()) || LATER.contains(String.valueOf(e.getReason()))) {
        throw e;
      }
      return new PermissionCheck(permission, false, advice(e, role));
    }
  }

  /** Null where the permission was proven. */
  private String reservation(String permission) {
    return seesDataset || !OF_TABLES.contains(permission)
        ? null
        : "Not proven: %s has no dataset yet; validate again when it has one"
            .formatted(warehouse.projectId());
  }

  private String advice(BigQueryException refused, String role) {
    String project = warehouse.projectId();
    if (OFF.equals(refused.getReason())) {
      return ("Enable the BigQuery API in the project %s:"
              + " gcloud services enable bigquery.googleapis.com --project=%s")
          .formatted(project, project);
    }
    if (refused.getCode() == NOT_FOUND) {
      return "There is no project %s that %s sees; take a key of an account of the right project"
          .formatted(project, warehouse.serviceAccount());
    }
    return ("Grant %s to %s on the project %s: gcloud projects add-iam-policy-binding %s"
            + " --member=serviceAccount:%s --role=%s")
        .formatted(
            role, warehouse.serviceAccount(), project, project, warehouse.serviceAccount(), role);
  }
}
