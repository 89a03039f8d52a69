package io.bridge.app.push;

/** How the person sees a push going on. Used by several threads. */
interface Progress extends AutoCloseable {
  /** Bytes that went to the storage; negative where they have to go again. */
  void moved(long bytes);

  /** One table came to its end. */
  void ended(TableResult result);

  @Override
  void close();
}
