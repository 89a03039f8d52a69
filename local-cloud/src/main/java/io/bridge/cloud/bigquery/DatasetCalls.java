package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Etag;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.bigquery.wire.PageToken;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;

/** {@code datasets.*}. */
final class DatasetCalls {
  private static final long DEFAULT_PAGE = 50;
  private static final long MAX_PAGE = 1000;

  private final Access access;
  private final Datasets datasets;
  private final Tables tables;
  private final DatasetJson json;

  DatasetCalls(Access access) {
    this.access = access;
    this.datasets = access.datasets();
    this.tables = access.tables();
    this.json = new DatasetJson(access.project());
  }

  JsonNode list(Call call) {
    access.grants().onProject(call.caller(), "bigquery.datasets.get");
    var filter = LabelFilter.parse(call.query("filter"));
    var after = PageToken.position("datasets", call.query("pageToken"));
    long limit = Math.min(MAX_PAGE, call.number("maxResults", DEFAULT_PAGE));
    var matching =
        access.warehouse().read(datasets::list).stream()
            .filter(dataset -> filter.matches(dataset.details().labels()))
            .filter(dataset -> after == null || dataset.id().compareTo(after) > 0)
            .toList();
    var page = matching.subList(0, (int) Math.min(limit, matching.size()));
    var answer = JsonNodeFactory.instance.objectNode().put("kind", "bigquery#datasetList");
    answer.put("etag", Etag.of(page.toString()));
    var items = answer.putArray("datasets");
    page.forEach(dataset -> items.add(json.item(dataset)));
    if (page.size() < matching.size() && !page.isEmpty()) {
      answer.put("nextPageToken", new PageToken("datasets", page.getLast().id()).encode());
    }
    return answer;
  }

  JsonNode insert(Call call) {
    access.grants().onProject(call.caller(), "bigquery.datasets.create");
    var body = json.known(call.body());
    var reference = body.requiredObject("datasetReference");
    var id = Names.dataset(reference.required("datasetId"));
    var location = body.text("location");
    long now = access.clock().millis();
    var dataset =
        new Dataset(
            id,
            location == null || location.isEmpty() ? "US" : Names.location(location),
            Details.none().patch(body),
            call.caller().email(),
            now,
            now);
    json.requireDefaultAccess(body, dataset);
    return access
        .locks()
        .dataset(
            id, () -> json.resource(access.warehouse().write(c -> datasets.insert(c, dataset))));
  }

  JsonNode get(Call call) {
    var id = Names.dataset(call.path("dataset"));
    return json.resource(
        access.warehouse().read(c -> granted(c, call, id, "bigquery.datasets.get")));
  }

  JsonNode patch(Call call) {
    return change(call, false);
  }

  JsonNode update(Call call) {
    return change(call, true);
  }

  JsonNode delete(Call call) {
    var id = Names.dataset(call.path("dataset"));
    return access.locks().dataset(id, () -> access.warehouse().write(c -> delete(c, call, id)));
  }

  private JsonNode change(Call call, boolean replace) {
    var id = Names.dataset(call.path("dataset"));
    var body = json.known(call.body());
    return access
        .locks()
        .details(id, () -> access.warehouse().write(c -> change(c, call, id, body, replace)));
  }

  private ObjectNode change(Connection c, Call call, String id, Body body, boolean replace)
      throws SQLException {
    var before = granted(c, call, id, "bigquery.datasets.update");
    Etag.require(call.ifMatch(), before.etag());
    json.requireDefaultAccess(body, before);
    var location = body.text("location");
    if (location != null && !Names.location(location).equals(before.location())) {
      throw GoogleError.invalid("Cannot change the location of a dataset");
    }
    var details = (replace ? Details.none() : before.details()).patch(body);
    return json.resource(datasets.update(c, before.with(details, access.clock().millis())));
  }

  private JsonNode delete(Connection c, Call call, String id) throws SQLException {
    var dataset = granted(c, call, id, "bigquery.datasets.delete");
    Etag.require(call.ifMatch(), dataset.etag());
    var contents = tables.list(c, id);
    if (!contents.isEmpty() && !call.flag("deleteContents")) {
      throw new GoogleError(
          400, "resourceInUse", "Dataset " + access.project() + ":" + id + " is still in use");
    }
    for (var table : contents) {
      tables.remove(c, table);
    }
    datasets.remove(c, id);
    return null;
  }

  private Dataset granted(Connection c, Call call, String id, String permission)
      throws SQLException {
    return access.grants().onExisting(call.caller(), permission, id, datasets.find(c, id));
  }
}
