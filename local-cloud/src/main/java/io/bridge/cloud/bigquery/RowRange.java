package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.row.RowPage;
import io.bridge.cloud.bigquery.row.TimestampFormat;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.wire.PageToken;

/**
 * Paging through the rows of one table. A token is for these rows: not for those that replace them.
 */
record RowRange(Table table) {

  /**
   * What one request asks for.
   *
   * @param from number of the first row
   * @param limit most rows
   */
  record Wanted(long from, long limit, TimestampFormat timestamps) {}

  Wanted of(Call call) {
    var token = PageToken.position(context(), call.query("pageToken"));
    long from = token == null ? call.number("startIndex", 0) : Long.parseLong(token);
    var timestamps =
        TimestampFormat.of(
            call.query("formatOptions.useInt64Timestamp"),
            call.query("formatOptions.timestampOutputFormat"));
    return new Wanted(from, call.number("maxResults", Long.MAX_VALUE), timestamps);
  }

  /** Adds the rows, and the token of the next page when there is one. */
  void write(ObjectNode answer, RowPage page) {
    page.write(answer);
    if (page.next() < table.rows()) {
      var token = new PageToken(context(), Long.toString(page.next()));
      answer.put("pageToken", token.encode());
    }
  }

  private String context() {
    return "rows " + table.relation();
  }
}
