package io.bridge.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the tokens of a session with a key made from its cookie (AES-256-GCM): who has the table
 * has no token.
 */
final class TokenSeal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String PURPOSE = "bridge browser session tokens ";

  private TokenSeal() {}

  static byte[] seal(Tokens tokens, String cookie) {
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    byte[] plain = (tokens.idToken() + "\n" + tokens.refreshToken()).getBytes(UTF_8);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, cookie, nonce).doFinal(plain);
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The session's tokens cannot be encrypted", e);
    }
  }

  /** Empty where the bytes are not what this cookie's key encrypted. */
  static Optional<Tokens> open(byte[] sealed, String cookie, Instant until) {
    if (sealed.length < NONCE_BYTES) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    try {
      byte[] plain =
          cipher(Cipher.DECRYPT_MODE, cookie, nonce)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      String[] parts = new String(plain, UTF_8).split("\n", 2);
      return Optional.of(new Tokens(parts[0], parts[1], until));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, String cookie, byte[] nonce)
      throws GeneralSecurityException {
    SecretKeySpec key = new SecretKeySpec(Secrets.sha256(PURPOSE + cookie), "AES");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
