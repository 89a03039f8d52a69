package io.bridge.app.session;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Who is signed in, and where; kept in a file between commands.
 *
 * @param gateway base address without a slash at its end; the tokens go to no other
 * @param ca absolute path of a PEM file with further certificate authorities; null: none
 * @param email for people
 */
public record Session(URI gateway, Path ca, String email, Identity identity, Tokens tokens) {

  /**
   * @param idToken proves who the person is, for an hour
   * @param refreshToken gets the next ID token
   */
  public record Tokens(String idToken, Instant idTokenExpiresAt, String refreshToken) {
    @Override
    public String toString() {
      return "Tokens[secret, expires " + idTokenExpiresAt + "]";
    }
  }

  public Session with(Tokens renewed) {
    return new Session(gateway, ca, email, identity, renewed);
  }
}
