package io.bridge.cloud.kms;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.store.PrivateFiles;
import io.bridge.cloud.store.Sqlite;
import io.bridge.cloud.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The key rings, those of the topology and those that clients make; none ever goes. State is {@code
 * <dir>/kms}, closed to others; whoever reads it has the keys.
 */
final class KeyRings implements AutoCloseable {
  private final Sqlite db;
  private final Clock clock;
  private final KeyVault vault;
  private final Set<String> declared = new TreeSet<>();

  private KeyRings(Sqlite db, Clock clock) {
    this.db = db;
    this.clock = clock;
    this.vault = new KeyVault(db, clock);
  }

  /** Opens the state and makes the keys of the topology that are not there yet. */
  static KeyRings open(Path dir, Topology topology, Clock clock) {
    PrivateFiles.directory(dir.resolve("kms"));
    List<String> migrations = List.of(KeyTable.SCHEMA, KeyTable.SECONDS, RingTable.SCHEMA);
    KeyRings rings = new KeyRings(Sqlite.open(dir, "kms", migrations), clock);
    topology.keyRings().forEach((name, ring) -> rings.declare(topology.project(), name, ring));
    return rings;
  }

  private void declare(String project, String name, Topology.KeyRing ring) {
    String parent =
        "projects/%s/locations/%s/keyRings/%s".formatted(project, ring.location(), name);
    declared.add(parent);
    ring.keys()
        .forEach(
            (id, key) ->
                vault.ensure(parent + "/cryptoKeys/" + id, Duration.ofDays(key.rotationDays())));
  }

  /** The keys in all of them. */
  KeyVault vault() {
    return vault;
  }

  /** Whole names, sorted. */
  Set<String> names() {
    Set<String> all = new TreeSet<>(declared);
    all.addAll(db.read(RingTable::names));
    return all;
  }

  /**
   * @throws GoogleError 404
   */
  String require(String ring) {
    if (!declared.contains(ring) && created(ring).isEmpty()) {
      throw GoogleError.notFound("KeyRing " + ring + " not found.");
    }
    return ring;
  }

  /** When a client made it; empty for one of the topology. */
  Optional<Instant> created(String ring) {
    return db.read(c -> RingTable.created(c, ring));
  }

  /**
   * @throws GoogleError 409 when there is one
   */
  void create(String ring) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (declared.contains(ring) || !db.write(c -> RingTable.insert(c, ring, now))) {
      throw GoogleError.conflict("KeyRing " + ring + " already exists.");
    }
  }

  @Override
  public void close() {
    db.close();
  }
}
