package io.bridge.runtime.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bridge.model.identity.Caller;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdmittedTokensTest {
  private static final Caller CALLER = new Caller(UUID.randomUUID(), null, Map.of(), Set.of());

  private final MovedClock clock = new MovedClock();
  private final AdmittedTokens tokens = new AdmittedTokens(clock);

  @Test
  void knowsTheTokenThatWasAdmittedAndNoOther() {
    tokens.keep("a.b.c", CALLER, clock.instant().plusSeconds(300));

    assertEquals(Optional.of(CALLER), tokens.find("a.b.c"));
    assertEquals(Optional.empty(), tokens.find("a.b.d"));
  }

  @Test
  void forgetsATokenTheMomentItExpires() {
    tokens.keep("a.b.c", CALLER, clock.instant().plusSeconds(20));

    clock.move(Duration.ofSeconds(20));

    assertEquals(Optional.empty(), tokens.find("a.b.c"));
  }
}
