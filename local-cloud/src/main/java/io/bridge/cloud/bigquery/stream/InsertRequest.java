package io.bridge.cloud.bigquery.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.util.List;
import java.util.Set;

/**
 * The body of {@code tabledata.insertAll}.
 *
 * @param skipInvalid whether the rows that fit are kept when others do not
 * @param suffix of the table that is made after the one addressed; null for that one itself
 */
public record InsertRequest(
    boolean skipInvalid, boolean ignoreUnknown, String suffix, List<Row> rows) {
  private static final int MAX_ROWS = 50_000;
  private static final int MAX_ID_CHARS = 128;

  /**
   * One row.
   *
   * @param insertId the same for the same row sent again; null for none
   */
  record Row(String insertId, JsonNode json) {}

  /**
   * Reads and checks it.
   *
   * @throws GoogleError 400 for no rows, for too many, and for what is no row
   */
  public static InsertRequest read(Body body) {
    body.known(
        Set.of("rows", "skipInvalidRows", "ignoreUnknownValues", "templateSuffix"),
        Set.of("kind", "traceId"));
    var rows = body.objects("rows");
    if (rows.isEmpty()) {
      throw GoogleError.invalid("No rows present in the request.");
    }
    if (rows.size() > MAX_ROWS) {
      throw GoogleError.invalid(
          "Too many rows present in the request, limit: 50000 row count: %d."
              .formatted(rows.size()));
    }
    var suffix = body.text("templateSuffix");
    return new InsertRequest(
        body.flag("skipInvalidRows", false),
        body.flag("ignoreUnknownValues", false),
        suffix == null || suffix.isEmpty() ? null : suffix,
        rows.stream().map(InsertRequest::row).toList());
  }

  private static Row row(Body row) {
    row.known(Set.of("insertId", "json"), Set.of());
    var id = row.text("insertId");
    if (id != null && id.length() > MAX_ID_CHARS) {
      throw row.invalid("insertId");
    }
    var json = row.object("json");
    return new Row(
        id == null || id.isEmpty() ? null : id,
        json == null ? JsonNodeFactory.instance.objectNode() : json.json());
  }
}
