package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.iam.Principal;
import java.util.List;
import java.util.Optional;

/**
 * What a caller may do, by the roles of the topology and by BigQuery's own rule that who creates a
 * dataset owns it. Each check fails with 403 {@code accessDenied}. Scopes were looked at before:
 * they are a matter of the call, also where a load reads Cloud Storage.
 */
public final class Grants {
  private final Iam iam;
  private final String project;

  public Grants(Iam iam, String project) {
    this.iam = iam;
    this.project = project;
  }

  /** A permission on the project. */
  public void onProject(Principal caller, String permission) {
    if (!mayOnProject(caller, permission)) {
      throw denied("Project " + project, permission);
    }
  }

  public boolean mayOnProject(Principal caller, String permission) {
    return iam.holds(caller, permission, "projects/" + project);
  }

  /** A permission on a dataset that may not exist: then only a role on the project helps. */
  public void onDataset(Principal caller, String permission, String id, Dataset dataset) {
    boolean owns = dataset != null && dataset.owner().equals(caller.email());
    var resource = "projects/" + project + "/datasets/" + id;
    if (!owns && !iam.holds(caller, permission, resource) && !mayOnProject(caller, permission)) {
      throw denied("Dataset " + project + ":" + id, permission);
    }
  }

  /**
   * A permission on a dataset that must exist. Who may see what datasets there are is told that it
   * does not; anybody else hears only that access is denied.
   */
  public Dataset onExisting(
      Principal caller, String permission, String id, Optional<Dataset> dataset) {
    if (dataset.isEmpty() && mayOnProject(caller, "bigquery.datasets.get")) {
      throw new Datasets(project).notFound(id);
    }
    onDataset(caller, permission, id, dataset.orElse(null));
    return dataset.orElseThrow(() -> new Datasets(project).notFound(id));
  }

  /** The result of a query belongs to who ran it, and to nobody else. */
  public void onResult(Principal caller, Table result) {
    if (!result.owner().equals(caller.email())) {
      var name = project + ":" + result.dataset() + "." + result.id();
      throw denied("Table " + name, "bigquery.tables.getData");
    }
  }

  /** Reading an object of Cloud Storage for a load. */
  public void onObject(Principal caller, String bucket, String object) {
    var resource = "projects/_/buckets/" + bucket + "/objects/" + object;
    if (!iam.holds(caller, "storage.objects.get", resource)) {
      throw new GoogleError(
          403,
          "accessDenied",
          "Access Denied: File gs://%s/%s: Access Denied".formatted(bucket, object));
    }
  }

  /** Writing an object of Cloud Storage for an extract; to replace one is to delete too. */
  public void onNewObject(Principal caller, String bucket, String object) {
    var resource = "projects/_/buckets/" + bucket + "/objects/" + object;
    for (var permission : List.of("storage.objects.create", "storage.objects.delete")) {
      if (!iam.holds(caller, permission, resource)) {
        throw new GoogleError(
            403,
            "accessDenied",
            "Access Denied: File gs://%s/%s: Permission %s denied"
                .formatted(bucket, object, permission));
      }
    }
  }

  private static GoogleError denied(String what, String permission) {
    return new GoogleError(
        403,
        "accessDenied",
        "Access Denied: %s: Permission %s denied on it (or it may not exist)."
            .formatted(what, permission));
  }
}
