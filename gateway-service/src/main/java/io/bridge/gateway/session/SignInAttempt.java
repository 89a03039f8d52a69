package io.bridge.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One sign-in of one browser, kept in that browser's own cookie until the answer comes (RFC 7636
 * and OpenID Connect).
 *
 * @param state ties the answer to this sign-in
 * @param verifier proves that who exchanges the code is who asked for it
 * @param nonce ties the ID token to this sign-in
 * @param to path of the console to go to afterwards
 */
record SignInAttempt(String state, String verifier, String nonce, String to) {
  private static final String HOME = "/console/";
  private static final Pattern LOCAL = Pattern.compile("/console/[A-Za-z0-9/_.~%?&=:+,-]{0,1000}");

  /**
   * @param to anything; what is no path of the console becomes its first page
   */
  static SignInAttempt to(String to) {
    return new SignInAttempt(Secrets.fresh(), Secrets.fresh(), Secrets.fresh(), local(to));
  }

  private static String local(String to) {
    return to != null && LOCAL.matcher(to).matches() && !to.contains("//") ? to : HOME;
  }

  String cookie() {
    String path = Secrets.base64(to.getBytes(UTF_8));
    return String.join(".", state, verifier, nonce, path);
  }

  /** Empty where the text is not of {@link #cookie}. */
  static Optional<SignInAttempt> read(String cookie) {
    String[] parts = cookie.split("\\.", -1);
    if (parts.length != 4
        || !Secrets.isOne(parts[0])
        || !Secrets.isOne(parts[1])
        || !Secrets.isOne(parts[2])) {
      return Optional.empty();
    }
    return Optional.of(new SignInAttempt(parts[0], parts[1], parts[2], path(parts[3])));
  }

  private static String path(String encoded) {
    try {
      return local(new String(Base64.getUrlDecoder().decode(encoded), UTF_8));
    } catch (IllegalArgumentException _) {
      return HOME;
    }
  }

  boolean isAnsweredBy(String answered) {
    return answered != null
        && MessageDigest.isEqual(state.getBytes(UTF_8), answered.getBytes(UTF_8));
  }

  /** Method S256. */
  String challenge() {
    return Secrets.base64(Secrets.sha256(verifier));
  }

  /** What the sign-in page is given: Identity Platform compares the nonce with its hash. */
  String hashedNonce() {
    return HexFormat.of().formatHex(Secrets.sha256(nonce));
  }

  @Override
  public String toString() {
    return "SignInAttempt[" + to + "]";
  }
}
