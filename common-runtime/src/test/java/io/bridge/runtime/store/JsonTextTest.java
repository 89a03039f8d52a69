package io.bridge.runtime.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final Steps text = new Steps();

  record Step(String name, Instant at) {}

  private static final class Steps extends JsonText<List<Step>> {
    Steps() {
      super(new TypeReference<>() {});
    }
  }

  @Test
  void readsWhatItWrote() {
    List<Step> steps = List.of(new Step("one", NOON), new Step(null, NOON));

    String written = text.convertToDatabaseColumn(steps);

    assertEquals(steps, text.convertToEntityAttribute(written));
  }

  @Test
  void leavesOutWhatANewerVersionWrote() {
    String newer = "[{\"name\":\"one\",\"at\":\"2026-01-02T12:00:00Z\",\"cost\":3}]";

    List<Step> read = text.convertToEntityAttribute(newer);

    assertEquals(List.of(new Step("one", NOON)), read);
  }

  @Test
  void keepsNothingAsNull() {
    assertNull(text.convertToDatabaseColumn(null));
    assertNull(text.convertToEntityAttribute(null));
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThrows(IllegalStateException.class, () -> text.convertToEntityAttribute("[{"));
  }
}
