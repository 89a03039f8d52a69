package io.bridge.cloud.bigquery;

import io.bridge.cloud.bigquery.query.Grants;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Jobs;
import io.bridge.cloud.bigquery.warehouse.Locks;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.warehouse.Warehouse;
import java.time.Clock;

/** What every call works on. */
record Access(String project, Warehouse warehouse, Grants grants, Locks locks, Clock clock) {

  Datasets datasets() {
    return new Datasets(project);
  }

  Tables tables() {
    return new Tables(project);
  }

  Jobs jobs() {
    return new Jobs(project);
  }
}
