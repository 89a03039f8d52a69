package io.bridge.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStoreTest {
  private static final URI PAGE = URI.create("https://localhost:8090/x");
  private static final Session SESSION =
      new Session(
          URI.create("https://localhost:8443"),
          Path.of("/ca.pem"),
          "ada@example.com",
          new Identity("p", PAGE, PAGE, PAGE, PAGE, "key", "client", null),
          new Session.Tokens("id-secret", Instant.parse("2026-01-01T00:00:00Z"), "refresh-secret"));

  @TempDir Path folder;

  @Test
  void findsWhatWasKept() {
    SessionStore store = store();

    assertTrue(store.find().isEmpty());
    store.save(SESSION);
    store.save(SESSION);

    assertEquals(SESSION, store.find().orElseThrow());
  }

  @Test
  void closesAFileThatWasOpenedUp() throws IOException {
    SessionStore store = store();
    store.save(SESSION);
    Path file = folder.resolve("bridge/session.json");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    store.find();

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "no json", "{\"gateway\":\"https://x\"}"})
  void asksToSignInAgainWhereTheFileIsOfNoUse(String content) throws IOException {
    Files.createDirectories(folder.resolve("bridge"));
    Files.writeString(folder.resolve("bridge/session.json"), content);

    BridgeException e = assertThrows(BridgeException.class, store()::find);

    assertEquals(ErrorCode.UNAUTHENTICATED, e.code());
    assertTrue(e.getMessage().contains("bridge login"));
  }

  @Test
  void readsNoFileThatIsFarTooLarge() throws IOException {
    Files.createDirectories(folder.resolve("bridge"));
    Files.write(folder.resolve("bridge/session.json"), new byte[100_000]);

    assertThrows(BridgeException.class, store()::find);
  }

  @Test
  void saysThatItCannotWrite() throws IOException {
    Files.writeString(folder.resolve("bridge"), "a file in the folder's place");

    assertThrows(UncheckedIOException.class, () -> store().save(SESSION));
  }

  @Test
  void livesUnderTheHomeFolderWhereXdgSaysNothingUsable() {
    SessionStore.under(Map.of("HOME", folder.toString(), "XDG_CONFIG_HOME", "relative"), "session")
        .save(SESSION);

    assertTrue(Files.exists(folder.resolve(".config/bridge/session.json")));
  }

  @Test
  void showsNoTokenAsText() {
    assertFalse(SESSION.toString().contains("secret\""));
    assertFalse(SESSION.toString().contains("id-secret"));
    assertFalse(SESSION.toString().contains("refresh-secret"));
  }

  private SessionStore store() {
    return SessionStore.under(Map.of("XDG_CONFIG_HOME", folder.toString()), SessionStore.USUAL);
  }
}
