package io.bridge.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.gateway.TestConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.spec.ECParameterSpec;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
  @TempDir Path dir;

  @Test
  void theFirstKeySignsAndAllArePublishedWithoutTheirSecret() throws Exception {
    String keys =
        set(
            OutputControlLevel.INCLUDE_PRIVATE,
            ec("new", EllipticCurves.P256),
            ec("old", EllipticCurves.P256));
    SigningKeys signing = read(keys);
    assertEquals("new", signing.first().getKeyId());
    JsonWebKeySet published = new JsonWebKeySet(signing.published());
    assertEquals(2, published.getJsonWebKeys().size());
    assertEquals("ES256", published.findJsonWebKey("old", "EC", "sig", null).getAlgorithm());
    assertFalse(signing.published().contains("\"d\""));
  }

  @Test
  void refusesAFileThatWillNotDo() throws Exception {
    JsonWebKey good = ec("good", EllipticCurves.P256);
    JsonWebKey rsa = RsaJwkGenerator.generateJwk(2048);
    rsa.setKeyId("rsa");
    for (String file :
        new String[] {
          "no json",
          "{}",
          "{\"keys\":[]}",
          set(OutputControlLevel.PUBLIC_ONLY, good),
          set(OutputControlLevel.INCLUDE_PRIVATE, good, rsa),
          set(OutputControlLevel.INCLUDE_PRIVATE, ec("other", EllipticCurves.P384)),
          set(OutputControlLevel.INCLUDE_PRIVATE, ec(null, EllipticCurves.P256)),
        }) {
      Exception e = assertThrows(IllegalStateException.class, () -> read(file), file);
      assertTrue(e.getMessage().contains("bridge.gateway.signing-keys"));
      assertFalse(e.getMessage().contains("no json"), "does not quote the file");
    }
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path missing = dir.resolve("missing");
    assertThrows(
        UncheckedIOException.class,
        () ->
            new SigningKeys(
                TestConfig.with(Map.of("bridge.gateway.signing-keys", missing.toString()))));
  }

  private SigningKeys read(String keys) throws IOException {
    Path file = Files.writeString(dir.resolve(UUID.randomUUID().toString()), keys);
    return new SigningKeys(TestConfig.with(Map.of("bridge.gateway.signing-keys", file.toString())));
  }

  private static JsonWebKey ec(String id, ECParameterSpec curve) throws JoseException {
    JsonWebKey key = EcJwkGenerator.generateJwk(curve);
    key.setKeyId(id);
    return key;
  }

  private static String set(OutputControlLevel level, JsonWebKey... keys) {
    return new JsonWebKeySet(keys).toJson(level);
  }
}
