package io.bridge.cloud.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which calls go wrong, and how; the JSON of {@code PUT /fault}.
 *
 * @param api null for every one
 * @param method of HTTP; null for every one
 * @param path with {@code *} for anything; null for every one
 * @param kind {@code status-503} or another of 408, 429, 500, 502, 503, 504; {@code reset}; {@code
 *     stall}; {@code break}
 * @param afterKib for {@code break}: how much passes first
 * @param millis for {@code stall}: how long, at most ten minutes
 * @param skip so many matching calls go well first; 0 without it
 * @param count so many calls go wrong; 1 without it
 */
record FaultRule(
    FaultedApi api,
    String method,
    String path,
    String kind,
    Integer afterKib,
    Integer millis,
    Integer skip,
    Integer count) {
  private static final List<String> FIELDS =
      Arrays.stream(FaultRule.class.getRecordComponents()).map(RecordComponent::getName).toList();

  private static final Pattern STATUS = Pattern.compile("status-(408|429|50[0234])");
  private static final int MAX_PATTERN = 1000;
  private static final int MAX_KIB = 1 << 20;
  private static final int MAX_MILLIS = 600_000;
  private static final int MAX_COUNT = 1_000_000;

  FaultRule {
    skip = skip == null ? 0 : skip;
    count = count == null ? 1 : count;
  }

  /** Fails with 400 saying what is wrong. */
  static FaultRule read(JsonNode body) {
    try {
      var rule = Json.MAPPER.treeToValue(body, FaultRule.class);
      rule.check();
      return rule;
    } catch (UnrecognizedPropertyException e) {
      throw GoogleError.invalid(
          "A fault has no %s; it has %s".formatted(e.getPropertyName(), String.join(", ", FIELDS)));
    } catch (JsonMappingException e) {
      throw GoogleError.invalid("Invalid value for: " + field(e));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String field(JsonMappingException e) {
    return e.getPath().isEmpty()
        ? "a fault, which is an object"
        : e.getPath().getFirst().getFieldName();
  }

  boolean matches(FaultedCall call) {
    return (api == null || api.has(call.path()))
        && (method == null || method.equals(call.method()))
        && (path == null || likePath(call.path()));
  }

  Fault fault() {
    var status = STATUS.matcher(kind);
    if (status.matches()) {
      return new Fault.Refused(Integer.parseInt(status.group(1)));
    }
    return switch (kind) {
      case "reset" -> new Fault.Reset();
      case "stall" -> new Fault.Stall(Duration.ofMillis(millis));
      case "break" -> new Fault.Break(afterKib * 1024L);
      default -> throw new IllegalStateException(kind);
    };
  }

  private void check() {
    if (kind == null || !(STATUS.matcher(kind).matches() || kind.matches("reset|stall|break"))) {
      throw GoogleError.invalid(
          "A fault has a kind: status-408, -429, -500, -502, -503 or -504, reset, stall, break");
    }
    if (path != null && path.length() > MAX_PATTERN) {
      throw GoogleError.invalid("The path of a fault is too long.");
    }
    requireWith("break", "afterKib", afterKib, MAX_KIB);
    requireWith("stall", "millis", millis, MAX_MILLIS);
    requireBetween("skip", skip, 0, MAX_COUNT);
    requireBetween("count", count, 1, MAX_COUNT);
  }

  private void requireWith(String of, String name, Integer value, int max) {
    if (kind.equals(of) != (value != null)) {
      throw GoogleError.invalid(
          name + " belongs to a fault of the kind " + of + ", and only there");
    }
    if (value != null) {
      requireBetween(name, value, 0, max);
    }
  }

  private static void requireBetween(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw GoogleError.invalid(name + " of a fault is from " + min + " to " + max);
    }
  }

  /** Without a regular expression: one that somebody sends could take for ever. */
  private boolean likePath(String text) {
    var parts = path.split("\\*", -1);
    if (parts.length == 1) {
      return text.equals(path);
    }
    var last = parts[parts.length - 1];
    if (!text.startsWith(parts[0])) {
      return false;
    }
    int at = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    return text.length() - at >= last.length() && text.endsWith(last);
  }
}
