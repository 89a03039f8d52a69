package io.bridge.cloud.identity;

import io.bridge.cloud.store.Sqlite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Authorization codes: one use, ten minutes, bound to client, redirect and PKCE challenge. */
final class AuthorizationCodes {
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final Sqlite store;
  private final Secrets secrets;
  private final Clock clock;

  AuthorizationCodes(Sqlite store, Secrets secrets, Clock clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** What the client shows to get its tokens. */
  record Claim(String code, String client, String redirectUri, String verifier) {}

  /** How a redemption ended. */
  sealed interface Outcome {
    /**
     * @param nonce null where the client sent none
     */
    record Redeemed(Grant grant, String nonce, String refreshToken) implements Outcome {}

    record Refused(String why) implements Outcome {}
  }

  String issue(Account account, AuthorizeRequest request) {
    var code = secrets.next();
    store.write(c -> insert(c, code, account, request));
    return code;
  }

  /**
   * Uses the code up, whether or not the rest of the claim is right: who shows a code with a wrong
   * verifier has stolen it. A second use takes back the tokens of the first (RFC 6749, 4.1.2).
   */
  Outcome redeem(Claim claim) {
    return store.write(c -> redeem(c, claim));
  }

  private int insert(Connection connection, String code, Account account, AuthorizeRequest request)
      throws SQLException {
    var sql =
        "INSERT INTO authorization_code (hash, local_id, client, redirect_uri, challenge, nonce,"
            + " scope, expires_at, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, Secrets.hash(code));
      statement.setString(2, account.localId());
      statement.setString(3, request.clientId());
      statement.setString(4, request.redirectUri());
      statement.setString(5, request.codeChallenge());
      statement.setString(6, request.nonce());
      statement.setString(7, request.scope());
      statement.setLong(8, clock.instant().plus(LIFETIME).getEpochSecond());
      return statement.executeUpdate();
    }
  }

  private Outcome redeem(Connection connection, Claim claim) throws SQLException {
    var hash = Secrets.hash(claim.code());
    try (var select =
        connection.prepareStatement("SELECT * FROM authorization_code WHERE hash = ?")) {
      select.setBytes(1, hash);
      try (var row = select.executeQuery()) {
        if (!row.next()) {
          return new Outcome.Refused("Malformed auth code.");
        }
        if (row.getBoolean("used")) {
          execute(connection, "DELETE FROM refresh_token WHERE code = ?", hash);
          return new Outcome.Refused("The code was already redeemed.");
        }
        execute(connection, "UPDATE authorization_code SET used = 1 WHERE hash = ?", hash);
        return matches(row, claim)
            ? redeemed(connection, row, hash)
            : new Outcome.Refused("The code does not belong to this request.");
      }
    }
  }

  private Outcome redeemed(Connection connection, ResultSet row, byte[] hash) throws SQLException {
    var now = clock.instant();
    var expires = Instant.ofEpochSecond(row.getLong("expires_at"));
    if (!now.isBefore(expires)) {
      return new Outcome.Refused("The code has expired.");
    }
    var grant =
        new Grant(
            row.getString("local_id"), row.getString("client"), row.getString("scope"), now, hash);
    var token = secrets.next();
    RefreshTokens.insert(connection, token, grant);
    return new Outcome.Redeemed(grant, row.getString("nonce"), token);
  }

  private static boolean matches(ResultSet row, Claim claim) throws SQLException {
    return row.getString("client").equals(claim.client())
        && row.getString("redirect_uri").equals(claim.redirectUri())
        && MessageDigest.isEqual(
            row.getString("challenge").getBytes(StandardCharsets.US_ASCII),
            challenge(claim.verifier()).getBytes(StandardCharsets.US_ASCII));
  }

  /** S256 of RFC 7636. */
  private static String challenge(String verifier) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash(verifier));
  }

  private static void execute(Connection connection, String sql, byte[] hash) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, hash);
      statement.executeUpdate();
    }
  }
}
