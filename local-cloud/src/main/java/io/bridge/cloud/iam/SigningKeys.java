package io.bridge.cloud.iam;

import io.bridge.cloud.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** RSA keys by purpose, each made when first asked for and kept under {@code <dir>/keys}. */
final class SigningKeys {
  private static final int BITS = 2048;

  private final Path dir;
  private final Map<String, SigningKey> loaded = new ConcurrentHashMap<>();

  SigningKeys(Path dir) {
    this.dir = PrivateFiles.directory(dir);
  }

  /** The key of a purpose; safe across threads and processes. */
  SigningKey of(String purpose) {
    return loaded.computeIfAbsent(purpose, this::loadOrCreate);
  }

  private SigningKey loadOrCreate(String purpose) {
    // A purpose may be any account's address: it names a file only as its hash.
    var file = dir.resolve(hex(sha256(purpose.getBytes(StandardCharsets.UTF_8))) + ".pkcs8");
    try {
      return PrivateFiles.locked(dir, () -> decode(readOrGenerate(file)));
    } catch (IllegalStateException e) {
      throw new IllegalStateException("The signing key " + file + " cannot be used", e);
    }
  }

  private static byte[] readOrGenerate(Path file) throws GeneralSecurityException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      var encoded = generator.generateKeyPair().getPrivate().getEncoded();
      PrivateFiles.write(file, encoded);
      return encoded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SigningKey decode(byte[] pkcs8) throws GeneralSecurityException {
    var rsa = KeyFactory.getInstance("RSA");
    var key = (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    var open =
        (RSAPublicKey)
            rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    return new SigningKey(hex(sha256(open.getEncoded())).substring(0, 40), key, open);
  }

  private static byte[] sha256(byte[] input) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
