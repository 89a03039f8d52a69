/**
 * The local app: the {@code bridge} command line. It reads a DuckDB or Parquet file on the laptop,
 * checks that every value can be carried exactly, and sends the tables through the gateway into the
 * warehouse. It keeps a session, publishes nothing and listens to nobody.
 */
package io.bridge.app;
