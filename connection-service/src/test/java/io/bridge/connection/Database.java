package io.bridge.connection;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** Looks into the service's tables, from a test's own thread. */
@Singleton
public class Database {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Pool pool;

  Database(Pool pool) {
    this.pool = pool;
  }

  public List<Row> rows(String sql, Object... values) {
    return StreamSupport.stream(
            pool.preparedQuery(sql).execute(Tuple.from(values)).await().atMost(LIMIT).spliterator(),
            false)
        .toList();
  }

  public long count(String sql, Object... values) {
    return rows(sql, values).getFirst().getLong(0);
  }
}
