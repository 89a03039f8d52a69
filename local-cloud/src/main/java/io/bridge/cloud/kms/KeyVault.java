package io.bridge.cloud.kms;

import com.google.cloud.kms.v1.CryptoKey;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.kms.StoredVersion.State;
import io.bridge.cloud.store.Sqlite;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The keys and their versions. A version whose time to rotate or to be destroyed has come is
 * treated so when next used.
 */
final class KeyVault {
  private static final Duration UNTIL_DESTROYED = Duration.ofDays(30);
  private static final int KEY_BYTES = 32;

  private final Sqlite db;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  KeyVault(Sqlite db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** The keys of a ring, by name. */
  List<StoredKey> keysOf(String ring) {
    return db.read(c -> KeyTable.namesOf(c, ring)).stream().map(this::key).toList();
  }

  /** With its primary version. */
  CryptoKey resource(StoredKey key) {
    return KeyResource.write(key, version(new KeyName(key.name(), key.primary())));
  }

  /** Makes the key with its first version, or changes how one that is there rotates. */
  void ensure(String name, Duration rotation) {
    db.<Void>write(
        c -> {
          var known = KeyTable.key(c, name);
          var created = known.map(StoredKey::createdAt).orElse(now());
          var rotates = rotation.isZero() ? null : created.plus(rotation);
          if (known.isEmpty()) {
            add(c, new StoredKey(name, 1, rotation, created, rotates));
          } else if (!known.get().rotation().equals(rotation)) {
            KeyTable.put(c, known.get().rotatingAt(rotation, rotates));
          }
          return null;
        });
  }

  /**
   * A new key with its first version.
   *
   * @param rotatesAt null for never
   * @throws GoogleError 409 when there is one
   */
  StoredKey create(String name, Duration rotation, Instant rotatesAt) {
    return db.write(
        c -> {
          if (KeyTable.key(c, name).isPresent()) {
            throw GoogleError.conflict("CryptoKey " + name + " already exists.");
          }
          var key = new StoredKey(name, 1, rotation, now(), rotatesAt);
          add(c, key);
          return key;
        });
  }

  private void add(Connection c, StoredKey key) throws SQLException {
    KeyTable.put(c, key);
    KeyTable.put(c, fresh(key.name(), key.primary()));
  }

  /** The key as it is now; fails with 404. */
  StoredKey key(String name) {
    var key = db.read(c -> require(c, name));
    return isDue(key) ? db.write(c -> rotated(c, require(c, name))) : key;
  }

  /** Oldest first; fails with 404. */
  List<StoredVersion> versions(String key) {
    key(key);
    return db.read(c -> KeyTable.versions(c, key)).stream().map(this::timely).toList();
  }

  /** Fails with 404. */
  StoredVersion version(KeyName name) {
    return versions(name.key()).stream()
        .filter(it -> it.number() == name.version())
        .findFirst()
        .orElseThrow(() -> missing(name.text()));
  }

  /** A new version, which is not the primary one; fails with 404. */
  StoredVersion create(String key) {
    key(key);
    return db.write(c -> added(c, key));
  }

  /** Switches a version on or off; fails with 412 for one whose end is planned or past. */
  StoredVersion enable(KeyName name, boolean enabled) {
    return change(
        name,
        List.of(State.ENABLED, State.DISABLED),
        enabled ? State.ENABLED : State.DISABLED,
        null);
  }

  /** Plans the end of a version in 30 days; until then it can be restored. */
  StoredVersion destroy(KeyName name) {
    return change(
        name,
        List.of(State.ENABLED, State.DISABLED),
        State.DESTROY_SCHEDULED,
        now().plus(UNTIL_DESTROYED));
  }

  /** Takes the planned end back; the version is then disabled. */
  StoredVersion restore(KeyName name) {
    return change(name, List.of(State.DESTROY_SCHEDULED), State.DISABLED, null);
  }

  /** Makes an enabled version the one that encrypts. */
  StoredKey promote(KeyName name) {
    var version = version(name);
    requireEnabled(version);
    return db.write(
        c -> {
          var promoted = require(c, name.key()).promoting(version.number());
          KeyTable.put(c, promoted);
          return promoted;
        });
  }

  private boolean isDue(StoredKey key) {
    return key.rotatesAt() != null && !clock.instant().isBefore(key.rotatesAt());
  }

  private StoredKey rotated(Connection c, StoredKey key) throws SQLException {
    if (!isDue(key)) {
      return key;
    }
    int number = added(c, key.name()).number();
    var next = now().plus(key.rotation());
    var rotated = key.promoting(number).rotatingAt(key.rotation(), next);
    KeyTable.put(c, rotated);
    return rotated;
  }

  private StoredVersion added(Connection c, String key) throws SQLException {
    var version = fresh(key, KeyTable.versions(c, key).size() + 1);
    KeyTable.put(c, version);
    return version;
  }

  private StoredVersion fresh(String key, int number) {
    var material = new byte[KEY_BYTES];
    random.nextBytes(material);
    return new StoredVersion(key, number, State.ENABLED, now(), null, material);
  }

  private StoredVersion change(KeyName name, List<State> from, State to, Instant destroyAt) {
    // What time has done to it is on disk after this.
    version(name);
    return db.write(
        c -> {
          var before =
              KeyTable.version(c, name.key(), name.version())
                  .orElseThrow(() -> missing(name.text()));
          if (!from.contains(before.state())) {
            throw unfit(before);
          }
          var after = before.in(to, destroyAt);
          KeyTable.put(c, after);
          return after;
        });
  }

  /** A version whose planned end has come loses its material for good. */
  private StoredVersion timely(StoredVersion version) {
    if (version.state() != State.DESTROY_SCHEDULED
        || clock.instant().isBefore(version.destroyAt())) {
      return version;
    }
    var gone = version.destroyed();
    return db.write(
        c -> {
          KeyTable.put(c, gone);
          return gone;
        });
  }

  /** Fails with 412. */
  static void requireEnabled(StoredVersion version) {
    if (version.state() != State.ENABLED) {
      throw unfit(version);
    }
  }

  private static GoogleError unfit(StoredVersion version) {
    return new GoogleError(
        412,
        "failedPrecondition",
        version.name() + " is not enabled, current state is: " + version.state() + ".");
  }

  private static StoredKey require(Connection c, String name) throws SQLException {
    return KeyTable.key(c, name).orElseThrow(() -> missing(name));
  }

  private static GoogleError missing(String name) {
    return GoogleError.notFound("Resource " + name + " not found.");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
