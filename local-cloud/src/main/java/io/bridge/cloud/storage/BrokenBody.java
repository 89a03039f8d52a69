package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.io.IOException;

/** The rest of a request's body will not come. */
final class BrokenBody extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  BrokenBody(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** For a client that is still there. */
  GoogleError refusal() {
    return new GoogleError(status, status == 503 ? "backendError" : "requestTimeout", getMessage());
  }
}
