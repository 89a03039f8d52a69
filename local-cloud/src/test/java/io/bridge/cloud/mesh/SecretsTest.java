package io.bridge.cloud.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path state;

  @Test
  void areMadeOnceAndReadableByTheirOwnerAlone() throws Exception {
    String first = new Secrets(state).password("sync");

    assertEquals(first, new Secrets(state).password("sync"));
    assertNotEquals(first, new Secrets(state).password("catalog"));
    assertTrue(first.length() >= 32);
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(state.resolve("secrets/sync"))));
  }

  @Test
  void holdAnEs256KeyForTheGateway() throws Exception {
    Path file = new Secrets(state).signingKeys();

    JsonWebKeySet keys = new JsonWebKeySet(Files.readString(file));

    EllipticCurveJsonWebKey key = (EllipticCurveJsonWebKey) keys.getJsonWebKeys().getFirst();
    assertEquals("ES256", key.getAlgorithm());
    assertEquals("P-256", key.getCurveName());
    assertTrue(key.getPrivateKey() != null && !key.getKeyId().isBlank());
    assertEquals(file, new Secrets(state).signingKeys());
  }
}
