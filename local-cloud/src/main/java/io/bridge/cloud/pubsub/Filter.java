package io.bridge.cloud.pubsub;

import io.bridge.cloud.http.GoogleError;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;

/** Which messages a subscription wants, by their attributes. */
final class Filter {
  private static final int MAX_BYTES = 256;
  private static final Filter ALL = new Filter(_ -> true);

  private final Predicate<Map<String, String>> condition;

  private Filter(Predicate<Map<String, String>> condition) {
    this.condition = condition;
  }

  /**
   * @param text in Pub/Sub's filter language; empty wants everything
   * @throws GoogleError 400 for what is no filter
   */
  static Filter parse(String text) {
    if (text.isBlank()) {
      return ALL;
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw GoogleError.invalid("The filter is longer than 256 bytes.");
    }
    return new Filter(new FilterParser(text).parse());
  }

  boolean wants(Map<String, String> attributes) {
    return condition.test(attributes);
  }
}
