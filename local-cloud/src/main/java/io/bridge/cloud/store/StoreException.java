package io.bridge.cloud.store;

/** The state on disk could not be read or written; nothing of the failed work was kept. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
