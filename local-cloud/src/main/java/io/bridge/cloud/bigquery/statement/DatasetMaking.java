package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.sql.Effect;
import io.bridge.cloud.bigquery.sql.Name;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.http.GoogleError;
import java.sql.SQLException;
import java.util.Set;

/** CREATE, ALTER and DROP SCHEMA. */
final class DatasetMaking {
  private static final Set<String> OPTIONS =
      Set.of("description", "friendlyName", "labels", "location");

  private final Context context;
  private final String jobLocation;

  /**
   * @param jobLocation where a dataset is made that does not say it; may be null
   */
  DatasetMaking(Context context, String jobLocation) {
    this.context = context;
    this.jobLocation = jobLocation;
  }

  String create(Effect.CreateSchema create) throws SQLException {
    context.grants().onProject(context.caller(), "bigquery.datasets.create");
    var c = context.connection();
    var id = Names.dataset(create.name().dataset());
    if (create.mode() == Effect.Mode.SKIP && context.datasets().find(c, id).isPresent()) {
      return "SKIP";
    }
    var options = Options.read(c, "dataset", create.options()).known(OPTIONS, Set.of());
    context
        .datasets()
        .insert(
            c,
            new Dataset(
                id,
                location(options),
                Details.none().patch(options),
                context.caller().email(),
                context.nowMs(),
                context.nowMs()));
    return "CREATE";
  }

  String alter(Effect.AlterSchema alter) throws SQLException {
    var c = context.connection();
    if (alter.ifExists() && context.datasets().find(c, alter.name().dataset()).isEmpty()) {
      return "SKIP";
    }
    var dataset = context.granted("bigquery.datasets.update", alter.name().dataset());
    var options = Options.read(c, "dataset", alter.options()).known(OPTIONS, Set.of());
    if (options.has("location") && !location(options).equals(dataset.location())) {
      throw GoogleError.invalid("Cannot change the location of a dataset");
    }
    var details = Details.set(dataset.details(), options);
    context.datasets().update(c, dataset.with(details, context.nowMs()));
    return "ALTER";
  }

  String drop(Name name, boolean ifExists, boolean cascade) throws SQLException {
    var c = context.connection();
    if (ifExists && context.datasets().find(c, name.dataset()).isEmpty()) {
      return "SKIP";
    }
    var dataset = context.granted("bigquery.datasets.delete", name.dataset());
    var contents = context.tables().list(c, dataset.id());
    if (!contents.isEmpty() && !cascade) {
      throw new GoogleError(
          400,
          "resourceInUse",
          "Dataset %s:%s is still in use".formatted(context.project(), dataset.id()));
    }
    for (var table : contents) {
      context.tables().remove(c, table);
    }
    context.datasets().remove(c, dataset.id());
    return "DROP";
  }

  private String location(Body options) {
    var location = options.text("location");
    if (location != null && !location.isEmpty()) {
      return Names.location(location);
    }
    return jobLocation == null ? "US" : jobLocation;
  }
}
