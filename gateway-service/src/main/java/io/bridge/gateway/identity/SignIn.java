package io.bridge.gateway.identity;

import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who the identity provider says a person is, from a verified token.
 *
 * @param email for display only, no proof of anything; null where there is none that can be shown
 */
record SignIn(String issuer, String subject, String email) {
  private static final int LONGEST_EMAIL = 320;

  static SignIn of(JsonWebToken token) {
    return new SignIn(token.getIssuer(), token.getSubject(), shown(token.getClaim("email")));
  }

  private static String shown(Object email) {
    return email instanceof String text
            && text.length() <= LONGEST_EMAIL
            && text.chars().noneMatch(Character::isISOControl)
        ? text
        : null;
  }

  /** Neither subject nor e-mail may reach a log. */
  @Override
  public String toString() {
    return "SignIn[" + issuer + "]";
  }
}
