package io.bridge.gateway.team;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"Data", "Été", "日本", "\uD83D\uDE00 smile", "O'Brien & \"Sons\" <b>"})
  void takesText(String name) {
    assertDoesNotThrow(() -> TeamName.require(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\uD800", "\uDC00a", "a\u0000b", "a\nb", "\u001b[31mred", "a\u0085b"})
  void refusesWhatCannotBeStoredOrShown(String name) {
    BridgeException e = assertThrows(BridgeException.class, () -> TeamName.require(name));
    assertEquals(ErrorCode.INVALID_REQUEST, e.code());
    assertEquals("name", e.violations().getFirst().field());
  }
}
