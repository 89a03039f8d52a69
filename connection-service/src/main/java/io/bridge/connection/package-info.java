/**
 * Connections to warehouses. Owns the teams' credentials, which it keeps under envelope encryption
 * and never hands out, and the leases that peers work with. Publishes ConnectionValidated,
 * ConnectionFailed and ConnectionRemoved on {@code bridge.connection.v1}; listens to nothing.
 */
package io.bridge.connection;
