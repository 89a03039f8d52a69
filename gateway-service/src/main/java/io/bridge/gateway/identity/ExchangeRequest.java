package io.bridge.gateway.identity;

import jakarta.ws.rs.FormParam;

/**
 * Form of a token exchange (RFC 8693, section 2.1). Any field may be null: the sender decides.
 *
 * @param audience name of the service that is to be called
 * @param requestedSubject id of the person in whose place the call is to be made; null for a call
 *     in the service's own name
 */
record ExchangeRequest(
    @FormParam("grant_type") String grantType,
    @FormParam("subject_token") String subjectToken,
    @FormParam("subject_token_type") String subjectTokenType,
    @FormParam("audience") String audience,
    @FormParam("requested_subject") String requestedSubject) {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

  /** Throws {@link ExchangeRefused} where the form itself will not do. */
  void require() {
    if (!EXCHANGE.equals(grantType)) {
      throw ExchangeRefused.unsupportedGrantType("grant_type must be " + EXCHANGE);
    }
    if (!ID_TOKEN.equals(subjectTokenType) || subjectToken == null) {
      throw ExchangeRefused.invalidRequest("subject_token must be an " + ID_TOKEN);
    }
  }

  /** The token itself must not reach a log. */
  @Override
  public String toString() {
    return "ExchangeRequest[" + grantType + ", " + audience + "]";
  }
}
