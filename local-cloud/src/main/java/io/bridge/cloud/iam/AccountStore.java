package io.bridge.cloud.iam;

import io.bridge.cloud.store.Sqlite;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Service accounts, their keys and the project's policy on disk: {@code <dir>/accounts}. */
final class AccountStore implements AutoCloseable {
  private static final String FIRST =
      """
      CREATE TABLE account (
        email TEXT PRIMARY KEY,
        display_name TEXT NOT NULL,
        description TEXT NOT NULL,
        created_at INTEGER NOT NULL
      );
      CREATE TABLE account_key (
        id TEXT PRIMARY KEY,
        email TEXT NOT NULL,
        modulus TEXT NOT NULL,
        exponent TEXT NOT NULL,
        created_at INTEGER NOT NULL
      );
      CREATE INDEX account_key_of_account ON account_key (email);
      CREATE TABLE binding (
        role TEXT NOT NULL,
        email TEXT NOT NULL,
        PRIMARY KEY (role, email)
      );
      """;

  private final Sqlite db;

  AccountStore(Path dir) {
    this.db = Sqlite.open(dir, "accounts", List.of(FIRST));
  }

  /** False when the address has an account already. */
  boolean insert(ServiceAccount account) {
    var sql = "INSERT INTO account VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    return db.write(
            c ->
                run(
                    c,
                    sql,
                    account.email(),
                    account.displayName(),
                    account.description(),
                    account.createdAt().getEpochSecond()))
        == 1;
  }

  /** Takes its keys and its roles too; false when there is none. */
  boolean delete(String email) {
    return db.write(
            c -> {
              run(c, "DELETE FROM account_key WHERE email = ?", email);
              BindingTable.delete(c, email);
              return run(c, "DELETE FROM account WHERE email = ?", email);
            })
        == 1;
  }

  /** In the order of their addresses. */
  List<ServiceAccount> accounts() {
    return db.read(
        c -> {
          try (var statement = c.prepareStatement("SELECT * FROM account ORDER BY email");
              var rows = statement.executeQuery()) {
            var found = new ArrayList<ServiceAccount>();
            while (rows.next()) {
              found.add(account(rows));
            }
            return found;
          }
        });
  }

  Optional<ServiceAccount> account(String email) {
    return db.read(
        c -> {
          try (var statement = c.prepareStatement("SELECT * FROM account WHERE email = ?")) {
            statement.setString(1, email);
            try (var rows = statement.executeQuery()) {
              return rows.next() ? Optional.of(account(rows)) : Optional.empty();
            }
          }
        });
  }

  /** False when the account has as many keys as it may have. */
  boolean insert(AccountKey key, int limit) {
    var sql =
        """
        INSERT INTO account_key
        SELECT ?, ?, ?, ?, ? WHERE (SELECT COUNT(*) FROM account_key WHERE email = ?) < ?
        """;
    return db.write(
            c ->
                run(
                    c,
                    sql,
                    key.id(),
                    key.email(),
                    key.open().getModulus().toString(16),
                    key.open().getPublicExponent().toString(16),
                    key.createdAt().getEpochSecond(),
                    key.email(),
                    limit))
        == 1;
  }

  boolean deleteKey(String email, String id) {
    var sql = "DELETE FROM account_key WHERE email = ? AND id = ?";
    return db.write(c -> run(c, sql, email, id)) == 1;
  }

  /** Oldest first. */
  List<AccountKey> keys(String email) {
    var sql = "SELECT * FROM account_key WHERE email = ? ORDER BY created_at, id";
    return db.read(
        c -> {
          try (var statement = c.prepareStatement(sql)) {
            statement.setString(1, email);
            try (var rows = statement.executeQuery()) {
              var found = new ArrayList<AccountKey>();
              while (rows.next()) {
                found.add(key(rows));
              }
              return found;
            }
          }
        });
  }

  /** Address to roles. */
  Map<String, Set<String>> bindings() {
    return db.read(BindingTable::all);
  }

  void bind(String email, List<String> roles) {
    db.<Void>write(
        c -> {
          BindingTable.add(c, email, roles);
          return null;
        });
  }

  /** The given bindings, address to roles, become all there are. */
  void replaceBindings(Map<String, Set<String>> bindings) {
    db.<Void>write(
        c -> {
          BindingTable.deleteAll(c);
          for (var entry : bindings.entrySet()) {
            BindingTable.add(c, entry.getKey(), entry.getValue());
          }
          return null;
        });
  }

  @Override
  public void close() {
    db.close();
  }

  private static int run(Connection c, String sql, Object... values) throws SQLException {
    try (var statement = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  private static ServiceAccount account(ResultSet row) throws SQLException {
    return new ServiceAccount(
        row.getString("email"),
        row.getString("display_name"),
        row.getString("description"),
        Instant.ofEpochSecond(row.getLong("created_at")));
  }

  private static AccountKey key(ResultSet row) throws SQLException {
    return new AccountKey(
        row.getString("id"),
        row.getString("email"),
        open(row.getString("modulus"), row.getString("exponent")),
        Instant.ofEpochSecond(row.getLong("created_at")));
  }

  private static RSAPublicKey open(String modulus, String exponent) {
    try {
      var spec = new RSAPublicKeySpec(new BigInteger(modulus, 16), new BigInteger(exponent, 16));
      return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A stored key cannot be read", e);
    }
  }
}
