package io.bridge.cloud.http;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * JSON can spell half of a surrogate pair, which no UTF-8 can say again: kept, it would make every
 * answer fail that tells it.
 */
final class HalfCharacters {
  private HalfCharacters() {}

  /** Fails with 400 when a name or a text of the document has one. */
  static void refuse(byte[] json, JsonNode document) {
    // Only an escape can spell one, and few documents have such an escape.
    if (hasEscape(json) && hasHalf(document)) {
      throw new GoogleError(400, "parseError", "Invalid JSON payload received: broken text");
    }
  }

  private static boolean hasEscape(byte[] json) {
    for (int i = 0; i + 2 < json.length; i++) {
      if (json[i] == '\\' && json[i + 1] == 'u' && (json[i + 2] | 0x20) == 'd') {
        return true;
      }
    }
    return false;
  }

  private static boolean hasHalf(JsonNode node) {
    if (node.isTextual()) {
      return hasHalf(node.textValue());
    }
    for (var property : node.properties()) {
      if (hasHalf(property.getKey()) || hasHalf(property.getValue())) {
        return true;
      }
    }
    if (node.isArray()) {
      for (var element : node) {
        if (hasHalf(element)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean hasHalf(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
