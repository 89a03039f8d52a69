package io.bridge.cloud.pubsub;

import static io.bridge.cloud.pubsub.GooglePubSub.assertRefused;
import static io.bridge.cloud.pubsub.GooglePubSub.message;
import static io.bridge.cloud.pubsub.GooglePubSub.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.gax.rpc.StatusCode.Code;
import com.google.protobuf.FieldMask;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import io.bridge.cloud.http.GoogleError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages a subscription gets by its filter. */
@ExtendWith(GooglePubSub.Shared.class)
class FilterTest {
  private final GooglePubSub google;

  FilterTest(GooglePubSub google) {
    this.google = google;
  }

  @Test
  void deliversWhatMatchesAndForgetsTheRest() {
    String topic = google.topic();
    String filtered = google.subscription(topic, it -> it.setFilter("attributes.lang = \"de\""));
    String all = google.subscription(topic);

    google.publish(topic, of("lang", "de"), of("lang", "en"), message("none"));

    assertEquals(List.of("lang=de"), texts(google.pull(filtered)));
    assertEquals(3, google.pull(all).size());
  }

  @Test
  void keepsTheFilterItWasMadeWith() {
    String topic = google.topic();
    String subscription = google.subscription(topic, it -> it.setFilter("attributes:a"));
    UpdateSubscriptionRequest update =
        UpdateSubscriptionRequest.newBuilder()
            .setSubscription(
                google.subscriptions().getSubscription(subscription).toBuilder()
                    .setFilter("attributes:b"))
            .setUpdateMask(FieldMask.newBuilder().addPaths("filter"))
            .build();

    assertRefused(Code.INVALID_ARGUMENT, () -> google.subscriptions().updateSubscription(update));

    assertEquals("attributes:a", google.subscriptions().getSubscription(subscription).getFilter());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "attributes:a | true",
        "attributes:b | false",
        "attributes:\"a\" | true",
        "attributes.a = \"1\" | true",
        "attributes.a=\"2\" | false",
        "attributes.a != \"2\" | true",
        "attributes.a != \"1\" | false",
        "attributes.b != \"1\" | true",
        "attributes.\"x.y/z\" = \"\u00e4\" | true",
        "attributes.\"q\" = \"say \\\"hi\\\"\" | true",
        "hasPrefix(attributes.long, \"pre\") | true",
        "hasPrefix(attributes.long, \"fix\") | false",
        "hasPrefix(attributes.none, \"\") | false",
        "NOT attributes:b | true",
        "-attributes:a | false",
        "NOT NOT attributes:a | true",
        "attributes:a AND attributes:long | true",
        "attributes:a AND attributes:b | false",
        "attributes:b OR attributes:a | true",
        "attributes:a AND NOT attributes:b AND attributes:long | true",
        "(attributes:b OR attributes:a) AND attributes.a = \"1\" | true",
        "attributes:b OR (attributes:a AND attributes:none) | false",
      })
  void readsTheWholeLanguage(String filter, boolean wanted) {
    var attributes = Map.of("a", "1", "x.y/z", "\u00e4", "q", "say \"hi\"", "long", "prefix");

    boolean wants = Filter.parse(filter).wants(attributes);

    assertEquals(wanted, wants);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "attributes",
        "attributes.a",
        "attributes.a = 1",
        "attributes.a == \"1\"",
        "attributes.a > \"1\"",
        "attributes:a AND",
        "attributes:a attributes:b",
        "attributes:a AND attributes:b OR attributes:c",
        "(attributes:a",
        "attributes:a)",
        "hasPrefix(attributes.a)",
        "hasPrefix(\"a\", \"b\")",
        "attributes.a = \"open",
        "attributes.a = \"\\z\"",
        "data = \"x\"",
        "attributes:a; DROP",
      })
  void refusesWhatIsNoFilter(String filter) {
    assertEquals(400, assertThrows(GoogleError.class, () -> Filter.parse(filter)).code());
  }

  @Test
  void refusesASubscriptionWithAWrongOrLongFilter() {
    String topic = google.topic();

    assertRefused(
        Code.INVALID_ARGUMENT, () -> google.subscription(topic, it -> it.setFilter("lang = de")));
    assertRefused(
        Code.INVALID_ARGUMENT,
        () -> google.subscription(topic, it -> it.setFilter("attributes:" + "a".repeat(246))));
    google.subscription(topic, it -> it.setFilter("attributes:" + "a".repeat(245)));
  }

  private static PubsubMessage of(String key, String value) {
    return message(key + "=" + value).toBuilder().putAttributes(key, value).build();
  }
}
