package io.bridge.gateway.session;

import java.time.Instant;

/**
 * What the identity provider gave for a sign-in.
 *
 * @param idToken as a program would send it in {@code Authorization}
 * @param refreshToken gets the next ID token
 * @param until when the ID token ends
 */
record Tokens(String idToken, String refreshToken, Instant until) {

  /** No token may reach a log. */
  @Override
  public String toString() {
    return "Tokens[until " + until + "]";
  }
}
