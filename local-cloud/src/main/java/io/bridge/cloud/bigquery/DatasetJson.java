package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Labels;
import io.bridge.cloud.http.GoogleError;
import java.util.HashSet;
import java.util.Set;

/** Datasets as BigQuery's REST API writes them. */
final class DatasetJson {
  private static final Set<String> USED =
      Set.of("datasetReference", "location", "access", "friendlyName", "description", "labels");
  // The project is said by the path; Google's library for Node says it in the body once more.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "projectId",
          "kind",
          "etag",
          "id",
          "selfLink",
          "creationTime",
          "lastModifiedTime",
          "type",
          "satisfiesPzs",
          "satisfiesPzi");

  private final String project;

  DatasetJson(String project) {
    this.project = project;
  }

  /** Refuses settings of a dataset that are not emulated. */
  Body known(Body body) {
    return body.known(USED, WITHOUT_EFFECT);
  }

  /**
   * Who may do what comes from the topology; a request may only repeat what BigQuery gives anyway.
   */
  void requireDefaultAccess(Body body, Dataset dataset) {
    var asked = body.json().get("access");
    if (asked == null || asked.isNull()) {
      return;
    }
    var known = new HashSet<JsonNode>();
    access(dataset).forEach(known::add);
    for (var entry : asked) {
      if (!known.contains(entry)) {
        throw GoogleError.unimplemented("BigQuery datasets with an access list of their own");
      }
    }
  }

  ObjectNode resource(Dataset dataset) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("kind", "bigquery#dataset");
    node.put("etag", dataset.etag());
    node.put("id", project + ":" + dataset.id());
    node.put(
        "selfLink",
        "https://bigquery.googleapis.com/bigquery/v2/projects/%s/datasets/%s"
            .formatted(project, dataset.id()));
    reference(node, dataset);
    dataset.details().write(node);
    node.set("access", access(dataset));
    node.put("creationTime", Long.toString(dataset.createdMs()));
    node.put("lastModifiedTime", Long.toString(dataset.modifiedMs()));
    node.put("location", dataset.location());
    node.put("type", "DEFAULT");
    return node;
  }

  /** One entry of datasets.list. */
  ObjectNode item(Dataset dataset) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("kind", "bigquery#dataset");
    node.put("id", project + ":" + dataset.id());
    reference(node, dataset);
    if (dataset.details().friendlyName() != null) {
      node.put("friendlyName", dataset.details().friendlyName());
    }
    Labels.write(node, dataset.details().labels());
    return node.put("location", dataset.location());
  }

  private void reference(ObjectNode node, Dataset dataset) {
    node.putObject("datasetReference").put("datasetId", dataset.id()).put("projectId", project);
  }

  private static ArrayNode access(Dataset dataset) {
    var access = JsonNodeFactory.instance.arrayNode();
    access.addObject().put("role", "WRITER").put("specialGroup", "projectWriters");
    access.addObject().put("role", "OWNER").put("specialGroup", "projectOwners");
    access.addObject().put("role", "OWNER").put("userByEmail", dataset.owner());
    access.addObject().put("role", "READER").put("specialGroup", "projectReaders");
    return access;
  }
}
