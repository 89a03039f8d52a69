package io.bridge.cloud;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Begins what takes long and waits for nothing, beside the rest of the start: DuckDB unpacks its
 * native library, and Netty loads the classes that it looks for certificates with. Who needs one of
 * them before it is there waits for its class, as always.
 */
final class HeadStart {
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private HeadStart() {}

  /** Once in a process. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      load("org.duckdb.DuckDBNative");
      load("io.netty.handler.ssl.JdkSslServerContext");
    }
  }

  private static void load(String type) {
    Thread.ofPlatform().daemon().name("head-start").start(() -> initialize(type));
  }

  private static void initialize(String type) {
    try {
      Class.forName(type);
    } catch (ClassNotFoundException | LinkageError _) {
      // Whoever needs it says what is wrong.
    }
  }
}
