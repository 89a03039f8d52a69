package io.bridge.cloud.bigquery.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A JSON object of a request with its place in that request, so that a refusal names the field.
 *
 * @param where dotted path, for example {@code configuration.load}
 * @param json an object
 */
public record Body(String where, JsonNode json) {

  /**
   * Wraps a node.
   *
   * @throws GoogleError 400 when it is no object
   */
  public Body {
    if (json == null || !json.isObject()) {
      throw GoogleError.invalid(where + " must be an object");
    }
  }

  /**
   * Refuses what this server would have to ignore although it changes what the caller asked for.
   * Empty values ask for nothing and pass.
   *
   * @param used keys that are read
   * @param harmless keys that may be ignored: Google's output-only fields and mere hints
   * @throws GoogleError 501 naming the field
   */
  public Body known(Set<String> used, Set<String> harmless) {
    for (var entry : json.properties()) {
      boolean expected = used.contains(entry.getKey()) || harmless.contains(entry.getKey());
      if (!expected && !isEmpty(entry.getValue())) {
        throw GoogleError.unimplemented("BigQuery " + path(entry.getKey()));
      }
    }
    return this;
  }

  /** Whether the key is there, be it null. */
  public boolean has(String key) {
    return json.has(key);
  }

  /** Whether the key has a value that asks for something: not null, not empty, not false. */
  public boolean isSet(String key) {
    return json.has(key) && !isEmpty(json.get(key));
  }

  /** A string, or null when absent. */
  public String text(String key) {
    var value = value(key);
    if (value == null) {
      return null;
    }
    if (!value.isValueNode() || value.asText().indexOf('\0') >= 0) {
      throw invalid(key);
    }
    return value.asText();
  }

  /** A string that must be there and not be empty. */
  public String required(String key) {
    var text = text(key);
    if (text == null || text.isEmpty()) {
      throw new GoogleError(400, "required", "Required parameter is missing: " + path(key));
    }
    return text;
  }

  /** An integer, which Google writes as a JSON string or number; null when absent. */
  public Long integer(String key) {
    var text = text(key);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException _) {
      throw invalid(key);
    }
  }

  /** A boolean, or the given value when absent. */
  public boolean flag(String key, boolean otherwise) {
    var text = text(key);
    return switch (text) {
      case null -> otherwise;
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(key);
    };
  }

  /** One of some words, or the given value when absent. */
  public String word(String key, String otherwise, Set<String> allowed) {
    var text = text(key);
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    if (!allowed.contains(text)) {
      throw new GoogleError(400, "invalid", "Invalid value for: " + text + " is not a valid value");
    }
    return text;
  }

  /** A nested object, or null when absent. */
  public Body object(String key) {
    var value = value(key);
    return value == null ? null : new Body(path(key), value);
  }

  /** A nested object that must be there. */
  public Body requiredObject(String key) {
    var body = object(key);
    if (body == null) {
      throw new GoogleError(400, "required", "Required parameter is missing: " + path(key));
    }
    return body;
  }

  /** The objects of an array; none when absent. */
  public List<Body> objects(String key) {
    var bodies = new ArrayList<Body>();
    for (var item : array(key)) {
      bodies.add(new Body(path(key), item));
    }
    return bodies;
  }

  /** The strings of an array; none when absent. */
  public List<String> texts(String key) {
    var texts = new ArrayList<String>();
    for (var item : array(key)) {
      if (!item.isTextual()) {
        throw invalid(key);
      }
      texts.add(item.asText());
    }
    return texts;
  }

  /** The integers of an array; none when absent. */
  public List<Long> integers(String key) {
    var integers = new ArrayList<Long>();
    for (var item : array(key)) {
      try {
        integers.add(Long.valueOf(item.asText()));
      } catch (NumberFormatException _) {
        throw invalid(key);
      }
    }
    return integers;
  }

  /** The refusal of a value of this object. */
  public GoogleError invalid(String key) {
    return GoogleError.invalid("Invalid value for: " + path(key));
  }

  private Iterable<JsonNode> array(String key) {
    var value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw invalid(key);
    }
    return value;
  }

  private JsonNode value(String key) {
    var value = json.get(key);
    return value == null || value.isNull() ? null : value;
  }

  private String path(String key) {
    return where.isEmpty() ? key : where + "." + key;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || (value.isBoolean() && !value.asBoolean())
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.asText().isEmpty());
  }
}
