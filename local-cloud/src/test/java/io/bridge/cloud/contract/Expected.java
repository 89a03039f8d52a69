package io.bridge.cloud.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.http.BaseHttpServiceException;
import io.bridge.cloud.dispatch.Waits;
import java.time.Duration;

/** What a step expects of its answer, or of its failure. */
final class Expected {
  private static final String ANYTHING = "*";

  private Expected() {}

  static void answer(JsonNode step, JsonNode answer) {
    in(step.path("expect"), answer, step + " answered " + answer);
    if (step.has("lasts")) {
      Waits.assertLasted(
          duration(step.path("lasts")), duration(answer.path("seconds")), step.toString());
    }
  }

  private static Duration duration(JsonNode seconds) {
    return Duration.ofNanos((long) (seconds.asDouble() * 1e9));
  }

  /** Objects may have more than is expected, but not what is null; lists are whole. */
  private static void in(JsonNode expected, JsonNode actual, String what) {
    if (expected.isNull()) {
      assertTrue(actual.isMissingNode() || actual.isNull(), what);
    } else if (expected.isObject()) {
      expected.properties().forEach(it -> in(it.getValue(), actual.path(it.getKey()), what));
    } else if (expected.isTextual() && expected.asText().equals(ANYTHING)) {
      assertTrue(!actual.asText().isEmpty(), what);
    } else if (!expected.isMissingNode()) {
      assertEquals(expected, actual, what);
    }
  }

  /** A failure has a code; it may be asked for its reason (of REST) and a part of its message. */
  static void failure(JsonNode step, Exception failure) {
    String what = step + " failed with " + failure;
    assertEquals(step.path("fails").asText(), code(failure), what);
    if (step.has("reason")) {
      assertEquals(step.path("reason").asText(), reason(failure), what);
    }
    assertTrue(failure.toString().contains(step.path("says").asText()), what);
  }

  private static String reason(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof BaseHttpServiceException e) {
        return e.getReason();
      }
    }
    return null;
  }

  /** Of REST the status, of gRPC the code's name. */
  private static String code(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      switch (it) {
        case BaseHttpServiceException e -> {
          return String.valueOf(e.getCode());
        }
        case ContractRefusal e -> {
          return e.code();
        }
        case ApiException e -> {
          return e.getStatusCode().getCode().name();
        }
        default -> {
          // Perhaps its cause says.
        }
      }
    }
    return failure.toString();
  }
}
