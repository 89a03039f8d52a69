package io.bridge.app.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secrets of one sign-in in a browser (RFC 7636 and OpenID Connect).
 *
 * @param verifier proves that who exchanges the code is who asked for it
 * @param state ties the browser's answer to this sign-in
 * @param nonce ties the ID token to this sign-in
 */
record Pkce(String verifier, String state, String nonce) {

  static Pkce fresh() {
    SecureRandom random = new SecureRandom();
    return new Pkce(secret(random), secret(random), secret(random));
  }

  private static String secret(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Method S256. */
  String challenge() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(verifier));
  }

  /** What the sign-in page is given: Identity Platform compares the nonce with its hash. */
  String hashedNonce() {
    return HexFormat.of().formatHex(sha256(nonce));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Pkce[secret]";
  }
}
