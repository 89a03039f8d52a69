package io.bridge.model.connection;

/** How far a connection is; only a validated one gives leases. */
public enum ConnectionStatus {
  PENDING_VALIDATION,
  VALIDATED,
  FAILED
}
