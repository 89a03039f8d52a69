package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Principal;
import io.vertx.ext.web.RoutingContext;

/**
 * One authenticated request.
 *
 * @param http the request
 * @param caller who sent it
 */
record Call(RoutingContext http, Principal caller) {

  /** A part of the path, decoded. */
  String path(String name) {
    return http.pathParam(name);
  }

  /** A query parameter, or null when absent or empty. */
  String query(String name) {
    var value = http.queryParams().get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** A query parameter that is a number of at least 0, or the given one when absent. */
  long number(String name, long otherwise) {
    var value = query(name);
    try {
      long number = value == null ? otherwise : Long.parseLong(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Refused below.
    }
    throw GoogleError.invalid("Invalid value for: " + name);
  }

  boolean flag(String name) {
    return "true".equals(query(name));
  }

  /** The {@code If-Match} header, or null. */
  String ifMatch() {
    return http.request().getHeader("If-Match");
  }

  Body body() {
    return new Body("", Json.read(http));
  }

  /** The body as it may be stored. */
  ObjectNode json() {
    return (ObjectNode) body().json();
  }
}
