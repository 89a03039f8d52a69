package io.bridge.cloud.identity;

import io.bridge.cloud.iam.Tokens;
import io.bridge.cloud.store.Sqlite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The accounts on disk. */
final class Accounts {
  private static final int LOCAL_ID_BYTES = 21;

  private final Sqlite store;
  private final Secrets secrets;
  private final Clock clock;

  Accounts(Sqlite store, Secrets secrets, Clock clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** A new account, or empty when the address has one. */
  Optional<Account> create(String email, String displayName, String passwordHash) {
    var localId = Base64.getUrlEncoder().encodeToString(secrets.bytes(LOCAL_ID_BYTES));
    var account =
        new Account(
            localId,
            Tokens.uniqueId(localId),
            email,
            displayName,
            false,
            false,
            passwordHash,
            clock.instant(),
            null);
    return store.write(c -> insert(c, account)) ? Optional.of(account) : Optional.empty();
  }

  /** Addresses are compared without regard to case. */
  Optional<Account> byEmail(String email) {
    return store.read(c -> one(c, "email", email));
  }

  Optional<Account> byLocalId(String localId) {
    return store.read(c -> one(c, "local_id", localId));
  }

  Optional<Account> byGoogleId(String googleId) {
    return store.read(c -> one(c, "google_id", googleId));
  }

  void signedIn(Account account) {
    update(account, "UPDATE account SET last_login_at = ? WHERE local_id = ?");
  }

  /** Google vouches for the address from now on. */
  void signedInWithGoogle(Account account) {
    update(
        account,
        "UPDATE account SET last_login_at = ?, google = 1, email_verified = 1 WHERE local_id = ?");
  }

  private void update(Account account, String sql) {
    var now = clock.instant().getEpochSecond();
    store.write(
        c -> {
          try (var statement = c.prepareStatement(sql)) {
            statement.setLong(1, now);
            statement.setString(2, account.localId());
            return statement.executeUpdate();
          }
        });
  }

  private static boolean insert(Connection connection, Account account) throws SQLException {
    var sql =
        "INSERT INTO account (local_id, google_id, email, display_name, email_verified, google,"
            + " password, created_at) VALUES (?, ?, ?, ?, 0, 0, ?, ?) ON CONFLICT DO NOTHING";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, account.localId());
      statement.setString(2, account.googleId());
      statement.setString(3, account.email());
      statement.setString(4, account.displayName());
      statement.setString(5, account.password());
      statement.setLong(6, account.createdAt().getEpochSecond());
      return statement.executeUpdate() == 1;
    }
  }

  private static Optional<Account> one(Connection connection, String column, String value)
      throws SQLException {
    var sql = "SELECT * FROM account WHERE " + column + " = ?";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, value);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(account(rows)) : Optional.empty();
      }
    }
  }

  private static Account account(ResultSet row) throws SQLException {
    var createdAt = Instant.ofEpochSecond(row.getLong("created_at"));
    long lastLogin = row.getLong("last_login_at");
    var lastLoginAt = row.wasNull() ? null : Instant.ofEpochSecond(lastLogin);
    return new Account(
        row.getString("local_id"),
        row.getString("google_id"),
        row.getString("email"),
        row.getString("display_name"),
        row.getBoolean("email_verified"),
        row.getBoolean("google"),
        row.getString("password"),
        createdAt,
        lastLoginAt);
  }
}
