package io.bridge.connection.connection;

/** Where a connection's credential is. Nobody sees a connection that is not stored. */
enum Stage {
  /** The row is there, the object perhaps. */
  STORING,
  STORED,
  /** The object is being deleted; then the row goes too. */
  REMOVING
}
