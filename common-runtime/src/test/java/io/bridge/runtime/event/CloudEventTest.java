package io.bridge.runtime.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.pubsub.v1.PubsubMessage;
import io.bridge.model.event.SyncEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventTest {
  private static final UUID ID = UUID.fromString("0192f000-0000-7000-8000-000000000001");
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00.000001Z");
  private static final SyncEvent.TableLoaded LOADED =
      new SyncEvent.TableLoaded(ID, ID, "p", "d", "t", 3, "job", AT);

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private final CloudEvent.Reader<SyncEvent> reader =
      new CloudEvent.Reader<>(new FactTypes(), mapper, "consumer", SyncEvent.class);

  @Test
  void readsWhatThePublisherWrites() throws JsonProcessingException {
    OutboxRow row =
        new OutboxRow(
            ID,
            "bridge.sync.v1",
            "bridge.sync.table-loaded.v1",
            "d.t",
            mapper.writeValueAsString(LOADED),
            "correlation",
            AT,
            1);

    PubsubMessage sent = FactPublisher.message(row, "/sync-service");

    assertEquals("d.t", sent.getOrderingKey());
    assertEquals("2026-11-21T10:00:00.000001Z", sent.getAttributesMap().get("ce-time"));
    assertEquals("1.0", sent.getAttributesMap().get("ce-specversion"));
    assertEquals("application/json", sent.getAttributesMap().get("content-type"));
    var read = assertInstanceOf(CloudEvent.Known.class, reader.read(received(sent)));
    assertEquals(LOADED, read.fact());
    assertEquals("correlation", read.correlationId());
    assertEquals(new InboxKey("consumer", "/sync-service", ID.toString()), read.key());
  }

  @Test
  void readsAFactOfANewerWriter() {
    String json = "{\"uploadId\":\"" + ID + "\",\"rows\":3,\"newField\":{\"a\":[1]}}";

    var read = assertInstanceOf(CloudEvent.Known.class, reader.read(message(json, Map.of())));

    assertEquals(3, ((SyncEvent.TableLoaded) read.fact()).rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bridge.sync.table-burnt.v1", "bridge.catalog.catalog-scanned.v1", "x"})
  void knowsNotEveryType(String type) {
    var read = reader.read(message("{}", Map.of("ce-type", type)));

    assertEquals(type, assertInstanceOf(CloudEvent.Unknown.class, read).type());
  }

  @ParameterizedTest
  @CsvSource({
    "ce-id,''",
    "ce-id,'a b'",
    "ce-id,",
    "ce-source,",
    "ce-source,'ü'",
    "ce-type,",
    "ce-type,'a\nb'",
    "ce-specversion,0.3",
    "ce-specversion,"
  })
  void refusesWhatIsNoCloudEvent(String attribute, String value) {
    Map<String, String> changed = new HashMap<>();
    changed.put(attribute, value);

    assertInstanceOf(CloudEvent.Malformed.class, reader.read(message("{}", changed)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "\"secret\"",
        "{\"rows\":\"secret\"}",
        "{\"at\":\"secret\"}"
      })
  void refusesAPayloadThatDoesNotFitAndQuotesNothingOfIt(String json) {
    var read = assertInstanceOf(CloudEvent.Malformed.class, reader.read(message(json, Map.of())));

    assertFalse(read.reason().contains("secret"));
  }

  @Test
  void readsAPushBodyInBothSpellings() throws JsonProcessingException {
    String json =
        """
        {"message":{"data":"aGk=","attributes":{"a":"b"},"message_id":"1","publish_time":"t",
         "ordering_key":"k"},"subscription":"projects/p/subscriptions/s","deliveryAttempt":3}
        """;

    PushBody body = mapper.readValue(json, PushBody.class);

    assertArrayEquals("hi".getBytes(StandardCharsets.UTF_8), body.message().data());
    assertEquals(Map.of("a", "b"), body.message().attributes());
    assertEquals("1", body.message().messageId());
    assertEquals("k", body.message().orderingKey());
  }

  @Test
  void readsAMessageWithoutDataAndAttributes() throws JsonProcessingException {
    PushBody body = mapper.readValue("{\"message\":{\"messageId\":\"1\"}}", PushBody.class);

    assertEquals(0, body.message().data().length);
    assertEquals(Map.of(), body.message().attributes());
    assertInstanceOf(CloudEvent.Malformed.class, reader.read(body.message()));
  }

  private static PushMessage received(PubsubMessage sent) {
    return new PushMessage(
        sent.getData().toByteArray(), sent.getAttributesMap(), "1", "t", sent.getOrderingKey());
  }

  private static PushMessage message(String json, Map<String, String> changed) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("ce-id", ID.toString());
    attributes.put("ce-source", "/sync-service");
    attributes.put("ce-type", "bridge.sync.table-loaded.v1");
    attributes.put("ce-specversion", "1.0");
    attributes.putAll(changed);
    return new PushMessage(json.getBytes(StandardCharsets.UTF_8), attributes, "1", "t", null);
  }
}
