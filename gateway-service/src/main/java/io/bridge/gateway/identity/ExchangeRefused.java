package io.bridge.gateway.identity;

/** A token exchange that is refused; becomes a {@link TokenError} and never leaves the package. */
final class ExchangeRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String error;

  private ExchangeRefused(String error, String description) {
    super(description);
    this.error = error;
  }

  static ExchangeRefused invalidRequest(String description) {
    return new ExchangeRefused("invalid_request", description);
  }

  static ExchangeRefused invalidTarget(String description) {
    return new ExchangeRefused("invalid_target", description);
  }

  static ExchangeRefused invalidSubject() {
    return new ExchangeRefused("invalid_subject", "requested_subject must be a person's id");
  }

  static ExchangeRefused unauthorizedClient() {
    return new ExchangeRefused("unauthorized_client", "this service may speak for nobody");
  }

  static ExchangeRefused unsupportedGrantType(String description) {
    return new ExchangeRefused("unsupported_grant_type", description);
  }

  TokenError toError() {
    return new TokenError(error, getMessage());
  }
}
