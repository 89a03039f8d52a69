package io.bridge.gateway.identity;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Answer of a token exchange (RFC 8693, section 2.2.1).
 *
 * @param expiresIn seconds for which the token may be kept and used again; it is good for longer,
 *     but a right that was taken away is to be gone within a minute
 */
record ExchangedToken(
    @JsonProperty("access_token") String accessToken,
    @JsonProperty("issued_token_type") String issuedTokenType,
    @JsonProperty("token_type") String tokenType,
    @JsonProperty("expires_in") long expiresIn) {
  private static final long KEEP_SECONDS = 60;

  static ExchangedToken bearer(String token) {
    return new ExchangedToken(
        token, "urn:ietf:params:oauth:token-type:jwt", "Bearer", KEEP_SECONDS);
  }

  /** The token itself must not reach a log. */
  @Override
  public String toString() {
    return "ExchangedToken[" + tokenType + ", " + expiresIn + " s]";
  }
}
