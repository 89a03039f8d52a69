package io.bridge.cloud.contract.bigquery;

import static io.bridge.cloud.contract.bigquery.Arguments.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.ViewDefinition;

/** What a table is: its columns and its parts, or a view's query. */
final class Definitions {
  private Definitions() {}

  static TableDefinition read(JsonNode with) {
    if (with.has("view")) {
      return ViewDefinition.newBuilder(with.path("view").asText()).setUseLegacySql(false).build();
    }
    StandardTableDefinition.Builder definition =
        StandardTableDefinition.newBuilder().setSchema(Schemas.read(with.path("schema")));
    if (with.has("timePartitioning")) {
      definition.setTimePartitioning(partitions(with.path("timePartitioning")));
    }
    if (with.has("clustering")) {
      definition.setClustering(clustering(with.path("clustering")));
    }
    return definition.build();
  }

  static TimePartitioning partitions(JsonNode with) {
    return TimePartitioning.newBuilder(TimePartitioning.Type.valueOf(with.path("type").asText()))
        .setField(with.path("field").asText())
        .build();
  }

  static Clustering clustering(JsonNode fields) {
    return Clustering.newBuilder().setFields(texts(fields)).build();
  }
}
