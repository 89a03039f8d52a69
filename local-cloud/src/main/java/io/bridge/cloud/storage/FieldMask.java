package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * A partial answer: {@code fields=items(name,size),nextPageToken}, {@code a/b} for one field of
 * {@code a}, {@code *} for every field.
 *
 * @param children empty: all of it
 */
record FieldMask(Map<String, FieldMask> children) {
  private static final FieldMask ALL = new FieldMask(Map.of());
  private static final int MAX_DEPTH = 16;

  /**
   * @param fields null for everything
   * @throws GoogleError 400 for what is no selection
   */
  static FieldMask parse(String fields) {
    if (fields == null || fields.isBlank()) {
      return ALL;
    }
    Reader reader = new Reader(fields);
    FieldMask mask = reader.list(0);
    reader.requireEnd();
    return mask;
  }

  JsonNode apply(JsonNode node) {
    return switch (node) {
      case JsonNode whole when children.isEmpty() -> whole;
      case ArrayNode array -> {
        ArrayNode kept = Json.MAPPER.createArrayNode();
        array.forEach(element -> kept.add(apply(element)));
        yield kept;
      }
      case ObjectNode object -> {
        ObjectNode kept = Json.MAPPER.createObjectNode();
        object.properties().forEach(e -> keep(kept, e.getKey(), e.getValue()));
        yield kept;
      }
      default -> node;
    };
  }

  private void keep(ObjectNode kept, String name, JsonNode value) {
    FieldMask mask = children.getOrDefault(name, children.get("*"));
    if (mask != null) {
      kept.set(name, mask.apply(value));
    }
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    FieldMask list(int depth) {
      if (depth > MAX_DEPTH) {
        throw invalid();
      }
      Map<String, FieldMask> children = new TreeMap<>();
      do {
        String name = name();
        children.merge(name, below(depth), FieldMask::both);
      } while (take(','));
      return new FieldMask(children);
    }

    private FieldMask below(int depth) {
      if (take('/')) {
        if (depth > MAX_DEPTH) {
          throw invalid();
        }
        return new FieldMask(Map.of(name(), below(depth + 1)));
      }
      if (!take('(')) {
        return ALL;
      }
      FieldMask mask = list(depth + 1);
      if (!take(')')) {
        throw invalid();
      }
      return mask;
    }

    private String name() {
      int from = at;
      while (at < text.length() && "/,()".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String name = text.substring(from, at).strip();
      if (name.isEmpty()) {
        throw invalid();
      }
      return name;
    }

    private boolean take(char wanted) {
      boolean there = at < text.length() && text.charAt(at) == wanted;
      at += there ? 1 : 0;
      return there;
    }

    void requireEnd() {
      if (at < text.length()) {
        throw invalid();
      }
    }

    private GoogleError invalid() {
      return new GoogleError(400, "invalidParameter", "Invalid field selection");
    }
  }

  private static FieldMask both(FieldMask one, FieldMask other) {
    if (one.children.isEmpty() || other.children.isEmpty()) {
      return ALL;
    }
    Map<String, FieldMask> children = new TreeMap<>(one.children);
    other.children.forEach((name, mask) -> children.merge(name, mask, FieldMask::both));
    return new FieldMask(children);
  }
}
