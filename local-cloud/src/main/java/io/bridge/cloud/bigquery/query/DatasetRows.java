package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.warehouse.Dataset;
import java.util.List;

/** INFORMATION_SCHEMA of datasets: SCHEMATA and SCHEMATA_OPTIONS. */
record DatasetRows(String project, List<Dataset> datasets) {

  LiteralRows all() {
    var rows =
        new LiteralRows()
            .column("catalog_name", "STRING")
            .column("schema_name", "STRING")
            .column("schema_owner", "STRING")
            .column("creation_time", "TIMESTAMP")
            .column("last_modified_time", "TIMESTAMP")
            .column("location", "STRING")
            .column("default_collation_name", "STRING");
    for (var dataset : datasets) {
      rows.row(
          project,
          dataset.id(),
          null,
          LiteralRows.millis(dataset.createdMs()),
          LiteralRows.millis(dataset.modifiedMs()),
          dataset.location(),
          "NULL");
    }
    return rows;
  }

  LiteralRows options() {
    var rows =
        new LiteralRows()
            .column("catalog_name", "STRING")
            .column("schema_name", "STRING")
            .column("option_name", "STRING")
            .column("option_type", "STRING")
            .column("option_value", "STRING");
    for (var dataset : datasets) {
      var details = dataset.details();
      if (details.description() != null) {
        var text = TableDdl.quoted(details.description());
        rows.row(project, dataset.id(), "description", "STRING", text);
      }
      if (details.friendlyName() != null) {
        var text = TableDdl.quoted(details.friendlyName());
        rows.row(project, dataset.id(), "friendly_name", "STRING", text);
      }
      if (!details.labels().isEmpty()) {
        var labels = TableDdl.labels(details.labels());
        rows.row(project, dataset.id(), "labels", labels.type(), labels.value());
      }
    }
    return rows;
  }
}
