package io.bridge.cloud.storage;

import java.io.IOException;

/** Nobody takes the rest of an answer any more. */
final class BrokenAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenAnswer(Throwable cause) {
    super("The client is gone", cause);
  }
}
