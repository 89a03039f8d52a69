package io.bridge.cloud.kms;

import com.google.cloud.kms.v1.CryptoKey;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.kms.StoredVersion.State;
import io.bridge.cloud.store.PrivateFiles;
import io.bridge.cloud.store.Sqlite;
import io.bridge.cloud.topology.Topology;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The keys and what they do. State is {@code <dir>/kms}, closed to others; whoever reads it has the
 * keys. A version whose time to rotate or to be destroyed has come is treated so when next used.
 */
final class KeyVault implements AutoCloseable {
  private static final Duration UNTIL_DESTROYED = Duration.ofDays(30);
  private static final int KEY_BYTES = 32;
  // As at Google nobody is told more: not whether data, key or caller's own data was wrong.
  private static final String FAILED =
      "Decryption failed: verify that 'name' refers to the correct CryptoKey.";

  private final Sqlite db;
  private final Clock clock;
  private final Map<String, Set<String>> rings = new TreeMap<>();
  private final SecureRandom random = new SecureRandom();

  private KeyVault(Sqlite db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** Opens the state and makes the keys of the topology that are not there yet. */
  static KeyVault open(Path dir, Topology topology, Clock clock) {
    PrivateFiles.directory(dir.resolve("kms"));
    var vault = new KeyVault(Sqlite.open(dir, "kms", List.of(KeyTable.SCHEMA)), clock);
    topology.keyRings().forEach((name, ring) -> vault.ensure(topology.project(), name, ring));
    return vault;
  }

  private void ensure(String project, String name, Topology.KeyRing ring) {
    var parent = "projects/%s/locations/%s/keyRings/%s".formatted(project, ring.location(), name);
    var keys = new TreeSet<String>();
    ring.keys()
        .forEach(
            (id, key) -> {
              keys.add(parent + "/cryptoKeys/" + id);
              ensure(parent + "/cryptoKeys/" + id, key.rotationDays());
            });
    rings.put(parent, keys);
  }

  /** Whole names of the key rings. */
  Set<String> rings() {
    return rings.keySet();
  }

  /** The keys of a ring that there is, by name. */
  List<StoredKey> keysOf(String ring) {
    return rings.get(ring).stream().map(this::key).toList();
  }

  /** With its primary version. */
  CryptoKey resource(StoredKey key) {
    return KeyResource.write(key, version(new KeyName(key.name(), key.primary())));
  }

  private void ensure(String name, int rotationDays) {
    db.write(
        c -> {
          var known = KeyTable.key(c, name);
          var created = known.map(StoredKey::createdAt).orElse(now());
          var rotates = rotationDays == 0 ? null : created.plus(Duration.ofDays(rotationDays));
          if (known.isEmpty()) {
            KeyTable.put(c, new StoredKey(name, 1, rotationDays, created, rotates));
            KeyTable.put(c, fresh(name, 1));
          } else if (known.get().rotationDays() != rotationDays) {
            int primary = known.get().primary();
            KeyTable.put(c, new StoredKey(name, primary, rotationDays, created, rotates));
          }
          return null;
        });
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
          var key = require(c, name.key());
          var promoted =
              new StoredKey(
                  key.name(),
                  version.number(),
                  key.rotationDays(),
                  key.createdAt(),
                  key.rotatesAt());
          KeyTable.put(c, promoted);
          return promoted;
        });
  }

  /**
   * @param bytes plaintext or ciphertext
   * @param primary whether the key's primary version did it
   */
  record Done(StoredVersion with, byte[] bytes, boolean primary) {}

  /** With the named version, or else with the primary one; fails with 404 or 412. */
  Done encrypt(KeyName name, byte[] plaintext, byte[] aad) {
    int primary = key(name.key()).primary();
    int number = name.version() == 0 ? primary : name.version();
    var version = version(new KeyName(name.key(), number));
    requireEnabled(version);
    return new Done(version, Sealed.seal(version, plaintext, aad), number == primary);
  }

  /** With whichever version sealed it; fails with 400 for all that it did not, 404 or 412. */
  Done decrypt(KeyName name, byte[] ciphertext, byte[] aad) {
    int primary = key(name.key()).primary();
    var sealed = Sealed.parse(ciphertext);
    if (sealed == null || sealed.version() < 1) {
      throw GoogleError.invalid(FAILED);
    }
    var version =
        versions(name.key()).stream()
            .filter(it -> it.number() == sealed.version())
            .findFirst()
            .orElseThrow(() -> GoogleError.invalid(FAILED));
    requireEnabled(version);
    var plaintext = sealed.open(version, aad);
    if (plaintext == null) {
      throw GoogleError.invalid(FAILED);
    }
    return new Done(version, plaintext, version.number() == primary);
  }

  @Override
  public void close() {
    db.close();
  }

  private boolean isDue(StoredKey key) {
    return key.rotatesAt() != null && !clock.instant().isBefore(key.rotatesAt());
  }

  private StoredKey rotated(Connection c, StoredKey key) throws SQLException {
    if (!isDue(key)) {
      return key;
    }
    int number = added(c, key.name()).number();
    var next = now().plus(Duration.ofDays(key.rotationDays()));
    var rotated = new StoredKey(key.name(), number, key.rotationDays(), key.createdAt(), next);
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
    var before = version(name);
    if (!from.contains(before.state())) {
      throw unfit(before);
    }
    var after =
        new StoredVersion(
            before.key(), before.number(), to, before.createdAt(), destroyAt, before.material());
    db.write(
        c -> {
          KeyTable.put(c, after);
          return null;
        });
    return after;
  }

  /** A version whose planned end has come loses its material for good. */
  private StoredVersion timely(StoredVersion version) {
    if (version.state() != State.DESTROY_SCHEDULED
        || clock.instant().isBefore(version.destroyAt())) {
      return version;
    }
    var gone =
        new StoredVersion(
            version.key(),
            version.number(),
            State.DESTROYED,
            version.createdAt(),
            version.destroyAt(),
            null);
    return db.write(
        c -> {
          KeyTable.put(c, gone);
          return gone;
        });
  }

  private static void requireEnabled(StoredVersion version) {
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
