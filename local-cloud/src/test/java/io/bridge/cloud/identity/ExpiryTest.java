package io.bridge.cloud.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.identity.AuthorizationCodes.Claim;
import io.bridge.cloud.identity.AuthorizationCodes.Outcome;
import io.bridge.cloud.store.Sqlite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryTest {
  private static final Clock NOW = Clock.systemUTC();
  private static final String REDIRECT = "http://localhost:1/";

  @TempDir Path dir;
  private final Secrets secrets = new Secrets();
  private Sqlite store;

  @BeforeEach
  void open() {
    store = IdentityStore.open(dir);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void givesACodeTenMinutes() {
    var account = new Accounts(store, secrets, NOW).create("a@example.com", "", "x").orElseThrow();
    var challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash("v"));
    var request = new AuthorizeRequest("app", REDIRECT, "openid", null, challenge, null, "");
    var codes = new AuthorizationCodes(store, secrets, NOW);
    var early = codes.issue(account, request);
    var late = codes.issue(account, request);

    assertInstanceOf(Outcome.Redeemed.class, redeem(early, Duration.ofMinutes(9)));
    var refused = assertInstanceOf(Outcome.Refused.class, redeem(late, Duration.ofMinutes(10)));
    assertEquals("The code has expired.", refused.why());
  }

  private Outcome redeem(String code, Duration later) {
    var codes = new AuthorizationCodes(store, secrets, Clock.offset(NOW, later));
    return codes.redeem(new Claim(code, "app", REDIRECT, "v"));
  }

  @Test
  void forgetsWrongPasswordsAfterARightOne() {
    var attempts = new Attempts(NOW);
    for (int i = 0; i < 10; i++) {
      assertFalse(attempts.exhausted("a@example.com"));
      attempts.failed("A@example.com");
    }
    assertTrue(attempts.exhausted("a@example.com"));
    attempts.succeeded("a@example.com");
    assertFalse(attempts.exhausted("a@example.com"));
  }

  @Test
  void hashesEachPasswordWithItsOwnSalt() {
    var passwords = new Passwords(secrets);
    var one = passwords.hash("secret1");
    assertFalse(one.equals(passwords.hash("secret1")));
    assertTrue(one.startsWith("scrypt$"));
  }
}
