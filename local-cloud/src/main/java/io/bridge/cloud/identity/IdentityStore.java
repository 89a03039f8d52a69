package io.bridge.cloud.identity;

import io.bridge.cloud.store.Sqlite;
import java.nio.file.Path;
import java.util.List;

/** The tables of identity, {@code <dir>/identity/state.db}. Secrets are kept as hashes only. */
final class IdentityStore {
  private static final String FIRST =
      """
      CREATE TABLE account (
        local_id TEXT PRIMARY KEY,
        google_id TEXT NOT NULL UNIQUE,
        email TEXT NOT NULL UNIQUE COLLATE NOCASE,
        display_name TEXT NOT NULL,
        email_verified INTEGER NOT NULL,
        google INTEGER NOT NULL,
        password TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        last_login_at INTEGER
      );
      CREATE TABLE refresh_token (
        hash BLOB PRIMARY KEY,
        local_id TEXT NOT NULL REFERENCES account,
        client TEXT NOT NULL,
        scope TEXT NOT NULL,
        signed_in_at INTEGER NOT NULL,
        code BLOB
      );
      CREATE INDEX refresh_token_of_code ON refresh_token (code);
      CREATE TABLE authorization_code (
        hash BLOB PRIMARY KEY,
        local_id TEXT NOT NULL REFERENCES account,
        client TEXT NOT NULL,
        redirect_uri TEXT NOT NULL,
        challenge TEXT NOT NULL,
        nonce TEXT,
        scope TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        used INTEGER NOT NULL
      );
      """;

  private IdentityStore() {}

  static Sqlite open(Path dir) {
    return Sqlite.open(dir, "identity", List.of(FIRST));
  }
}
