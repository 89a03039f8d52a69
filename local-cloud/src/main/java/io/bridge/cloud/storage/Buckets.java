package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.Rules;
import io.bridge.cloud.store.Sqlite;
import io.bridge.cloud.topology.Topology;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The buckets there are: those of the topology, which stay, and those that clients make. */
final class Buckets {
  private final Sqlite db;
  private final Clock clock;
  private final SortedMap<String, Bucket> all = new ConcurrentSkipListMap<>();

  Buckets(Topology topology, Sqlite db, Clock clock) {
    this.db = db;
    this.clock = clock;
    topology.buckets().keySet().forEach(this::declare);
    for (Bucket stored : db.read(BucketTable::all)) {
      Topology.Bucket declared = topology.buckets().get(stored.name());
      // What the topology no longer declares is not there, until it is declared again.
      if (declared != null) {
        all.put(stored.name(), at(declared.location(), stored));
      } else if (!stored.declared()) {
        all.put(stored.name(), stored);
      }
    }
  }

  private void declare(String name) {
    db.<Void>write(
        c -> {
          BucketTable.declare(c, name, now());
          return null;
        });
  }

  private static Bucket at(String location, Bucket stored) {
    return new Bucket(
        stored.name(),
        true,
        location,
        stored.settings(),
        stored.metageneration(),
        stored.created(),
        stored.updated());
  }

  /** By name. */
  SortedMap<String, Bucket> all() {
    return Collections.unmodifiableSortedMap(all);
  }

  boolean has(String name) {
    return all.containsKey(name);
  }

  /**
   * @throws GoogleError 404
   */
  Bucket require(String name) {
    Bucket bucket = all.get(name);
    if (bucket == null) {
      throw GoogleError.notFound("The specified bucket does not exist.");
    }
    return bucket;
  }

  /**
   * @throws GoogleError 409 when there is one
   */
  synchronized Bucket create(String name, String location, BucketSettings settings) {
    if (has(name)) {
      throw new GoogleError(
          409,
          "conflict",
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    // One that the topology declared once keeps its objects, for the day when it is declared again.
    if (db.read(c -> BucketTable.exists(c, name))) {
      throw new GoogleError(409, "conflict", "The requested bucket name is not available.");
    }
    Instant now = now();
    return put(new Bucket(name, false, location, settings, 1, now, now));
  }

  /**
   * @param allowed throws unless the bucket as it is may be changed
   * @throws GoogleError 404
   */
  synchronized Bucket change(
      String name, Consumer<Bucket> allowed, UnaryOperator<BucketSettings> change) {
    Bucket old = require(name);
    allowed.accept(old);
    return put(old.with(change.apply(old.settings()), now()));
  }

  private Bucket put(Bucket bucket) {
    db.<Void>write(
        c -> {
          BucketTable.put(c, bucket);
          return null;
        });
    all.put(bucket.name(), bucket);
    return bucket;
  }

  /**
   * @param allowed throws unless the bucket as it is may go
   * @throws GoogleError 404, 409 unless it is empty, 501 for one of the topology
   */
  synchronized void delete(String name, Consumer<Bucket> allowed) {
    Bucket old = require(name);
    allowed.accept(old);
    Rules.refuse(old.declared(), "taking away a bucket of the topology");
    // In one transaction, as an object is made only where there is a bucket in its transaction.
    db.<Void>write(
        c -> {
          if (!ObjectTable.from(c, name, "", 1).isEmpty()) {
            throw new GoogleError(409, "conflict", "The bucket you tried to delete is not empty.");
          }
          BucketTable.delete(c, name);
          return null;
        });
    all.remove(name);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
