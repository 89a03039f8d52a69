package io.bridge.gateway.identity;

import io.bridge.gateway.GatewayConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** The keys of the mesh's own tokens. Read once; a file that will not do stops the start. */
@Startup
@Singleton
class SigningKeys {
  private final List<EllipticCurveJsonWebKey> keys;

  SigningKeys(GatewayConfig config) {
    this.keys = read(config.signingKeys());
  }

  private static List<EllipticCurveJsonWebKey> read(Path file) {
    try {
      List<JsonWebKey> found = new JsonWebKeySet(Files.readString(file)).getJsonWebKeys();
      if (found.isEmpty()) {
        throw new IllegalStateException("bridge.gateway.signing-keys holds no key: " + file);
      }
      return found.stream().map(SigningKeys::usable).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("bridge.gateway.signing-keys cannot be read: " + file, e);
    } catch (JoseException _) {
      // Without the cause: its message may quote the file.
      throw new IllegalStateException("bridge.gateway.signing-keys is no JWKS: " + file);
    }
  }

  private static EllipticCurveJsonWebKey usable(JsonWebKey key) {
    if (key instanceof EllipticCurveJsonWebKey ec
        && EllipticCurves.P_256.equals(ec.getCurveName())
        && ec.getPrivateKey() != null
        && ec.getKeyId() != null) {
      return ec;
    }
    throw new IllegalStateException(
        "bridge.gateway.signing-keys: every key must be a private P-256 key with a kid");
  }

  /** The key that signs now. */
  EllipticCurveJsonWebKey first() {
    return keys.getFirst();
  }

  /** All keys without their private parts, so that tokens of the last and of the next key pass. */
  String published() {
    JsonWebKeySet set = new JsonWebKeySet(keys.stream().map(SigningKeys::labelled).toList());
    return set.toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  private static EllipticCurveJsonWebKey labelled(EllipticCurveJsonWebKey key) {
    key.setUse("sig");
    key.setAlgorithm("ES256");
    return key;
  }
}
