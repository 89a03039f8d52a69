package io.bridge.runtime.event;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** Looks into the service's tables, from a test's own thread. */
@Singleton
class Database {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Pool pool;

  Database(Pool pool) {
    this.pool = pool;
  }

  void run(String sql, Object... values) {
    pool.preparedQuery(sql).execute(Tuple.from(values)).await().atMost(LIMIT);
  }

  long count(String sql, Object... values) {
    return rows(sql, values).getFirst().getLong(0);
  }

  List<Row> rows(String sql, Object... values) {
    return StreamSupport.stream(
            pool.preparedQuery(sql).execute(Tuple.from(values)).await().atMost(LIMIT).spliterator(),
            false)
        .toList();
  }
}
