package io.bridge.sync.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.runtime.event.PushMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectFinalizedTest {

  @Test
  void readsTheAttributes() {
    assertEquals(
        Optional.of(new ObjectFinalized("b", "teams/x", 17)),
        ObjectFinalized.read(message(Map.of())));
  }

  @Test
  void isTheSameForEachTelling() {
    assertEquals(Optional.of("b/teams/x#17"), ObjectFinalized.dedupeId(message(Map.of())));
  }

  @Test
  void leavesOtherEventsAlone() {
    PushMessage deleted = message(Map.of("eventType", "OBJECT_DELETE"));
    assertTrue(ObjectFinalized.read(deleted).isEmpty());
    assertEquals(Optional.of("m-1"), ObjectFinalized.dedupeId(deleted));
  }

  @ParameterizedTest
  @CsvSource({
    "objectGeneration,x",
    "objectGeneration,-1",
    "objectGeneration,",
    "objectId,",
    "bucketId,"
  })
  void refusesATellingThatDoesNotSayWhat(String attribute, String value) {
    PushMessage bad = message(attribute, value);
    assertThrows(RuntimeException.class, () -> ObjectFinalized.read(bad));
    assertTrue(ObjectFinalized.readable(bad).isEmpty());
  }

  private static PushMessage message(String attribute, String value) {
    Map<String, String> over = new HashMap<>();
    over.put(attribute, value);
    return message(over);
  }

  private static PushMessage message(Map<String, String> over) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("eventType", "OBJECT_FINALIZE");
    attributes.put("bucketId", "b");
    attributes.put("objectId", "teams/x");
    attributes.put("objectGeneration", "17");
    attributes.putAll(over);
    attributes.values().removeIf(java.util.Objects::isNull);
    return new PushMessage(null, attributes, "m-1", null, null);
  }
}
