package io.bridge.cloud.kms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.kms.StoredVersion.State;
import io.bridge.cloud.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What time does to keys. */
class KeyVaultTest {
  private static final KeyName KEY =
      KeyName.key(
          "projects/p/locations/us-central1/keyRings/bridge-credentials/cryptoKeys/service-account-encryption");
  private static final byte[] AAD = "a".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PLAIN = "plain".getBytes(StandardCharsets.UTF_8);

  @TempDir Path dir;
  private final Turned clock = new Turned();
  private KeyRings rings;
  private KeyVault vault;
  private KeyCipher cipher;

  @BeforeEach
  void open() {
    rings = KeyRings.open(dir, Topology.load(Path.of("..", "deploy", "topology.yaml"), "p"), clock);
    vault = rings.vault();
    cipher = new KeyCipher(vault);
  }

  @AfterEach
  void close() {
    rings.close();
  }

  @Test
  void aNewVersionBecomesPrimaryWhenItsDayHasComeAndTheOldOneStillDecrypts() {
    var old = cipher.encrypt(KEY, PLAIN, AAD);
    assertEquals(1, old.with().number());

    clock.pass(Duration.ofDays(90));

    assertEquals(2, cipher.encrypt(KEY, PLAIN, AAD).with().number());
    assertEquals(2, vault.key(KEY.key()).primary());
    assertEquals(2, vault.versions(KEY.key()).size());
    assertArrayEquals(PLAIN, cipher.decrypt(KEY, old.bytes(), AAD).bytes());
    assertEquals(clock.instant().plus(Duration.ofDays(90)), vault.key(KEY.key()).rotatesAt());
  }

  @Test
  void nothingRotatesBeforeItsDayNorTwiceAfterIt() {
    clock.pass(Duration.ofDays(90).minusSeconds(1));
    assertEquals(1, vault.key(KEY.key()).primary());
    clock.pass(Duration.ofDays(400));
    assertEquals(2, vault.key(KEY.key()).primary());
    assertEquals(2, vault.key(KEY.key()).primary());
  }

  @Test
  void aRotationIsKeptOverARestart() {
    var old = cipher.encrypt(KEY, PLAIN, AAD);
    clock.pass(Duration.ofDays(91));
    vault.key(KEY.key());
    rings.close();

    open();

    assertEquals(2, vault.key(KEY.key()).primary());
    assertArrayEquals(PLAIN, cipher.decrypt(KEY, old.bytes(), AAD).bytes());
  }

  @Test
  void aDestroyedVersionIsGoneForGoodAfterThirtyDays() {
    var sealed = cipher.encrypt(KEY, PLAIN, AAD);
    var first = new KeyName(KEY.key(), 1);
    vault.destroy(first);
    clock.pass(Duration.ofDays(30));

    assertEquals(State.DESTROYED, vault.version(first).state());
    assertNull(vault.version(first).material());
    assertEquals(412, code(() -> cipher.decrypt(KEY, sealed.bytes(), AAD)));
    assertEquals(412, code(() -> vault.restore(first)));
    assertEquals(412, code(() -> vault.enable(first, true)));
  }

  @Test
  void aVersionThatIsOffCannotBecomePrimary() {
    var second = vault.create(KEY.key());
    var name = new KeyName(KEY.key(), second.number());
    vault.enable(name, false);
    assertEquals(412, code(() -> vault.promote(name)));
    assertEquals(404, code(() -> vault.promote(new KeyName(KEY.key(), 3))));
  }

  @Test
  void aVersionTellsNoMaterial() {
    assertEquals(
        "StoredVersion[" + KEY.key() + "/cryptoKeyVersions/1, ENABLED]",
        vault.version(new KeyName(KEY.key(), 1)).toString());
  }

  private static int code(Runnable call) {
    return assertThrows(GoogleError.class, call::run).code();
  }

  private static final class Turned extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
