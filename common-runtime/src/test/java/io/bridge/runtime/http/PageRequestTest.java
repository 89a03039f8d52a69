package io.bridge.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.Page;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {
  @Test
  void leadsThroughAListPageByPage() {
    List<String> all = List.of("a", "b", "ü/\n'", "z");

    Page<String> first = page(all, null);
    Page<String> second = page(all.subList(3, 4), first.nextPageToken());

    assertEquals(List.of("a", "b", "ü/\n'"), first.items());
    assertEquals("ü/\n'", PageRequest.of("letters", "3", first.nextPageToken()).after());
    assertTrue(first.nextPageToken().matches("[A-Za-z0-9_-]+"));
    assertEquals(List.of("z"), second.items());
    assertNull(second.nextPageToken());
  }

  @Test
  void givesAHundredByDefaultAndAThousandAtMost() {
    assertEquals(100, PageRequest.of("letters", null, null).size());
    assertEquals(1000, PageRequest.of("letters", "2000000000", null).size());
    assertEquals(8, PageRequest.of("letters", "7", null).limit());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "", "ten", "1.5", "99999999999"})
  void refusesASizeThatIsNone(String size) {
    assertInvalid(() -> PageRequest.of("letters", size, null));
  }

  @ParameterizedTest
  @NullAndEmptySource
  void beginsWithoutAToken(String token) {
    assertEquals("", PageRequest.of("letters", null, token).after());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%%%", "bnVtYmVycwph", "bGV0dGVycw", "bGV0dGVycwoA", "💥"})
  void refusesATokenOfAnotherListOrNone(String token) {
    assertInvalid(() -> PageRequest.of("letters", null, token));
  }

  private static Page<String> page(List<String> rows, String token) {
    return PageRequest.of("letters", "3", token).page(rows, Function.identity());
  }

  private static void assertInvalid(Runnable call) {
    assertEquals(ErrorCode.INVALID_REQUEST, assertThrows(BridgeException.class, call::run).code());
  }
}
