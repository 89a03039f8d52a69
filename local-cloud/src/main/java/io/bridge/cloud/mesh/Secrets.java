package io.bridge.cloud.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * What the mesh must know and nobody else: made once, files of mode 0600 below {@code secrets/}.
 */
final class Secrets {
  private final Path dir;

  Secrets(Path state) {
    this.dir = state.resolve("secrets");
  }

  /** A random password under a name. */
  String password(String name) {
    return read(ensured(name, Secrets::randomText));
  }

  /** A JWKS file with the gateway's private ES256 key. */
  Path signingKeys() {
    return ensured("gateway-signing-keys.json", Secrets::freshKeySet);
  }

  private Path ensured(String name, Supplier<String> content) {
    Path file = dir.resolve(name);
    if (!Files.exists(file)) {
      write(file, content.get());
    }
    return file;
  }

  private void write(Path file, String content) {
    try {
      Files.createDirectories(
          dir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path fresh =
          Files.createTempFile(
              dir,
              "secret",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("A secret could not be written below " + dir, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("A secret could not be read: " + file, e);
    }
  }

  private static String randomText() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static String freshKeySet() {
    try {
      EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      key.setKeyId(randomText().substring(0, 16));
      key.setAlgorithm("ES256");
      key.setUse("sig");
      return new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);
    } catch (JoseException e) {
      throw new IllegalStateException("No signing key could be made", e);
    }
  }
}
