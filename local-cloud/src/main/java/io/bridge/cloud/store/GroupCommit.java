package io.bridge.cloud.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/** The one writer: takes what waits, runs it in one transaction, commits once, then answers. */
final class GroupCommit implements AutoCloseable {
  private static final int MAX_BATCH = 256;

  private final Connection connection;
  private final LinkedBlockingQueue<Work<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private boolean closed;

  private GroupCommit(Connection connection, String name) {
    this.connection = connection;
    this.thread = Thread.ofPlatform().name("sqlite-" + name).daemon().unstarted(this::loop);
  }

  static GroupCommit start(Connection connection, String name) {
    var group = new GroupCommit(connection, name);
    group.thread.start();
    return group;
  }

  <T> T run(SqlFunction<Connection, T> function) {
    try {
      return submit(function).join();
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(CompletionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      default -> e;
    };
  }

  <T> CompletableFuture<T> submit(SqlFunction<Connection, T> function) {
    var work = new Work<>(function);
    add(work);
    return work.done;
  }

  @Override
  public void close() {
    if (!stop()) {
      return;
    }
    try {
      thread.join();
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new StoreException("Cannot close the state", e);
    }
  }

  private synchronized void add(Work<?> work) {
    if (closed) {
      work.done.completeExceptionally(new StoreException("The state is closed", null));
    } else {
      queue.add(work);
    }
  }

  private synchronized boolean stop() {
    if (closed) {
      return false;
    }
    closed = true;
    queue.add(new Work<>(null));
    return true;
  }

  private void loop() {
    var batch = new ArrayList<Work<?>>();
    boolean running = true;
    while (running) {
      running = collect(batch);
      commit(batch);
      batch.clear();
    }
  }

  /** False when the last work was taken; nothing can come after it. */
  private boolean collect(List<Work<?>> batch) {
    try {
      batch.add(queue.take());
      queue.drainTo(batch, MAX_BATCH - 1);
    } catch (InterruptedException _) {
      // Nobody interrupts this thread on purpose; the work that waits must still be answered.
      return true;
    }
    return !batch.removeIf(work -> work.function == null);
  }

  private void commit(List<Work<?>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    Throwable failure = null;
    try {
      for (var work : batch) {
        work.runIn(connection);
      }
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
      rollback();
    }
    for (var work : batch) {
      work.complete(failure);
    }
  }

  private void rollback() {
    try {
      connection.rollback();
    } catch (SQLException _) {
      // The commit's own failure is what the callers must see.
    }
  }

  private static final class Work<T> {
    private final SqlFunction<Connection, T> function;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private T result;
    private Throwable failure;

    Work(SqlFunction<Connection, T> function) {
      this.function = function;
    }

    void runIn(Connection connection) throws SQLException {
      execute(connection, "SAVEPOINT work");
      try {
        result = function.apply(connection);
      } catch (SQLException | RuntimeException | Error e) {
        failure = e;
        execute(connection, "ROLLBACK TO work");
      }
      execute(connection, "RELEASE work");
    }

    /** As prepared statements, which are kept, unlike those of JDBC's own savepoints. */
    private static void execute(Connection connection, String sql) throws SQLException {
      try (var statement = connection.prepareStatement(sql)) {
        statement.execute();
      }
    }

    void complete(Throwable commitFailure) {
      switch (commitFailure == null ? failure : commitFailure) {
        case null -> done.complete(result);
        case SQLException e ->
            done.completeExceptionally(new StoreException("Cannot write the state", e));
        case Throwable e -> done.completeExceptionally(e);
      }
    }
  }
}
