package io.bridge.cloud;

/**
 * Loads what takes long beside what the start waits for. Who needs it before it is there waits for
 * its class, as always; a second time costs nothing.
 */
final class HeadStart {
  private HeadStart() {}

  /** At the beginning: DuckDB unpacks its native library. */
  static void begin() {
    load("org.duckdb.DuckDBNative");
  }

  /** When every port listens: what the first request by TLS would wait for. */
  static void end() {
    load("io.netty.handler.ssl.JdkSslServerContext");
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
