package io.bridge.cloud.bigquery.job;

import io.bridge.cloud.bigquery.copy.CopySpec;
import io.bridge.cloud.bigquery.extract.ExtractSpec;
import io.bridge.cloud.bigquery.load.LoadSpec;
import io.bridge.cloud.bigquery.query.Grants;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.statement.Scripts;
import io.bridge.cloud.bigquery.warehouse.Warehouse;
import io.bridge.cloud.bigquery.wire.TableName;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;

/** Where a job runs, which is where its datasets are; and whether its caller may run it there. */
final class JobLocation {
  private final Warehouse warehouse;
  private final Grants grants;
  private final TableRights rights;
  private final Scripts scripts;

  JobLocation(String project, Warehouse warehouse, Grants grants, Scripts scripts) {
    this.warehouse = warehouse;
    this.grants = grants;
    this.rights = new TableRights(project, grants);
    this.scripts = scripts;
  }

  /**
   * The location.
   *
   * @param asked where the job was asked to run; null for where its datasets are
   * @throws GoogleError 403 or 404 for what the caller may not see or change, or what is elsewhere
   */
  String of(JobSpec spec, Principal caller, String asked) {
    return switch (spec) {
      case JobSpec.Load(LoadSpec load) -> ofLoad(load, caller, asked);
      case JobSpec.Copy(CopySpec copy) -> ofCopy(copy, caller, asked);
      case JobSpec.Extract(ExtractSpec extract) -> ofExtract(extract, caller, asked);
      case JobSpec.Query(QuerySpec query) ->
          ofQuery(query, caller, ofDestination(query, caller, asked));
    };
  }

  /** A statement that does not compile is accepted all the same; its job fails with the reason. */
  String ofQuery(QuerySpec query, Principal caller, String asked) {
    try {
      return warehouse.read(c -> scripts.compile(c, query, caller, asked)).location();
    } catch (GoogleError _) {
      return asked == null ? "US" : asked;
    }
  }

  /** Where the rows of a query must be computed; what was asked for where they may be anywhere. */
  String ofDestination(QuerySpec query, Principal caller, String asked) {
    var into = query.destination();
    return into == null
        ? asked
        : warehouse.read(c -> rights.onTarget(c, caller, into.destination(), asked));
  }

  private String ofLoad(LoadSpec load, Principal caller, String asked) {
    var target = new TableName(load.dataset(), load.table());
    var at = warehouse.read(c -> rights.onTarget(c, caller, target, asked));
    load.uris().forEach(uri -> grants.onObject(caller, uri.bucket(), uri.object()));
    return at;
  }

  private String ofCopy(CopySpec copy, Principal caller, String asked) {
    return warehouse.read(
        c -> {
          var at = rights.onTarget(c, caller, copy.destination(), asked);
          for (var source : copy.sources()) {
            rights.onSource(c, caller, "bigquery.tables.getData", source, at);
          }
          return at;
        });
  }

  private String ofExtract(ExtractSpec extract, Principal caller, String asked) {
    var source = extract.source();
    var at =
        warehouse.read(c -> rights.onSource(c, caller, "bigquery.tables.export", source, asked));
    extract.uris().forEach(uri -> grants.onNewObject(caller, uri.bucket(), uri.object()));
    return at;
  }
}
