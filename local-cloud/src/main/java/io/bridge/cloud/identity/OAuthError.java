package io.bridge.cloud.identity;

/** A refusal in OAuth's own form (RFC 6749, section 5.2), which is not Google's error body. */
final class OAuthError extends Exception {
  private static final long serialVersionUID = 1L;
  private final String code;

  OAuthError(String code, String description) {
    super(description, null, false, false);
    this.code = code;
  }

  /** For example {@code invalid_grant}. */
  String code() {
    return code;
  }
}
