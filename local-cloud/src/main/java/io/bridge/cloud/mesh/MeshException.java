package io.bridge.cloud.mesh;

/** The mesh cannot do what was asked; the message says what to do next. */
public final class MeshException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MeshException(String message) {
    super(message);
  }

  MeshException(String message, Throwable cause) {
    super(message, cause);
  }
}
