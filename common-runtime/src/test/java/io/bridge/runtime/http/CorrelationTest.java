package io.bridge.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.UUID;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {
  @AfterEach
  void forget() {
    MDC.remove(Correlation.MDC_KEY);
  }

  @Test
  void keepsASafeId() {
    assertEquals("Request_1.a-b", Correlation.accept("Request_1.a-b"));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"a b", "a\nlevel=ERROR", "a\u0000", "ü", "<script>", "a,b"})
  void replacesAnUnsafeId(String offered) {
    assertNotEquals(offered, Correlation.accept(offered));
  }

  @Test
  void replacesALongId() {
    assertEquals(36, Correlation.accept("x".repeat(65)).length());
  }

  @Test
  void isTheIdThatWasAdopted() {
    Correlation.adopt("one");

    assertEquals("one", Correlation.current());
  }

  @Test
  void isNewWhereThereIsNoRequest() {
    assertEquals(4, UUID.fromString(Correlation.current()).version());
    assertNotEquals(Correlation.current(), Correlation.current());
  }

  @Test
  void masksIdsAndControlCharactersInTheAccessLog() {
    String path = "/v1/teams/" + UUID.randomUUID() + "/x\n\u001b[31mé";

    assertEquals("/v1/teams/{id}/x??[31m?", AccessLog.route(path));
    assertFalse(AccessLog.route("/" + "a".repeat(5000)).length() > 201);
  }
}
