package io.bridge.cloud.identity;

import io.bridge.cloud.store.Sqlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Refresh tokens, of Identity Platform and of Google's OAuth, each good only where it is from. */
final class RefreshTokens {
  private final Sqlite store;
  private final Secrets secrets;

  RefreshTokens(Sqlite store, Secrets secrets) {
    this.store = store;
    this.secrets = secrets;
  }

  /** Answers the token; only its hash is kept. */
  String issue(Grant grant) {
    var token = secrets.next();
    store.write(c -> insert(c, token, grant));
    return token;
  }

  /** What was granted, when a token of this client is known by it. */
  Optional<Grant> find(String token, String client) {
    return store.read(c -> select(c, token, client));
  }

  /** True where it was one of Google's OAuth; nothing is left of it then. */
  boolean revoke(String token) {
    return store.write(c -> delete(c, token)) > 0;
  }

  /** What Identity Platform gave is none of OAuth's to take back. */
  private static int delete(Connection connection, String token) throws SQLException {
    var sql = "DELETE FROM refresh_token WHERE hash = ? AND code IS NOT NULL";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, Secrets.hash(token));
      return statement.executeUpdate();
    }
  }

  /** In a transaction of the caller. */
  static int insert(Connection connection, String token, Grant grant) throws SQLException {
    var sql =
        "INSERT INTO refresh_token (hash, local_id, client, scope, signed_in_at, code)"
            + " VALUES (?, ?, ?, ?, ?, ?)";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, Secrets.hash(token));
      statement.setString(2, grant.localId());
      statement.setString(3, grant.client());
      statement.setString(4, grant.scope());
      statement.setLong(5, grant.signedInAt().getEpochSecond());
      statement.setBytes(6, grant.code());
      return statement.executeUpdate();
    }
  }

  private static Optional<Grant> select(Connection connection, String token, String client)
      throws SQLException {
    var sql = "SELECT * FROM refresh_token WHERE hash = ? AND client = ?";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, Secrets.hash(token));
      statement.setString(2, client);
      try (var row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Grant(
                    row.getString("local_id"),
                    client,
                    row.getString("scope"),
                    Instant.ofEpochSecond(row.getLong("signed_in_at")),
                    row.getBytes("code")))
            : Optional.empty();
      }
    }
  }
}
