package io.bridge.cloud.bigquery.warehouse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Labels;
import io.bridge.cloud.http.GoogleError;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What people say about a dataset or table.
 *
 * @param friendlyName may be null
 * @param description may be null
 */
public record Details(String friendlyName, String description, SortedMap<String, String> labels) {
  /** The request fields read here. */
  public static final Set<String> KEYS = Set.of("friendlyName", "description", "labels");

  private static final int MAX_DESCRIPTION = 16_384;

  /** Nothing said. */
  public static Details none() {
    return new Details(null, null, Labels.merge(Map.of(), null));
  }

  /** These details and what a request says: absent fields stay, null ones go. */
  public Details patch(Body body) {
    return new Details(
        body.has("friendlyName") ? body.text("friendlyName") : friendlyName,
        body.has("description") ? described(body) : description,
        body.has("labels") ? labels(body) : labels);
  }

  /** As {@link #patch}, but labels are all there are, as a statement sets them. */
  public static Details set(Details before, Body body) {
    var bare = new Details(before.friendlyName(), before.description(), none().labels());
    return (body.has("labels") ? bare : before).patch(body);
  }

  /** Adds the fields to a resource. */
  public void write(ObjectNode target) {
    if (friendlyName != null) {
      target.put("friendlyName", friendlyName);
    }
    if (description != null) {
      target.put("description", description);
    }
    Labels.write(target, labels);
  }

  String encode() {
    var node = JsonNodeFactory.instance.objectNode();
    write(node);
    return node.toString();
  }

  static Details decode(String text) {
    return none().patch(new Body("details", Sql.json(text)));
  }

  private SortedMap<String, String> labels(Body body) {
    var patch = body.json().get("labels");
    return Labels.merge(patch.isNull() ? Map.of() : labels, patch);
  }

  private static String described(Body body) {
    var text = body.text("description");
    if (text != null && text.length() > MAX_DESCRIPTION) {
      throw GoogleError.invalid("The description is too long: maximum 16384 characters");
    }
    return text;
  }
}
