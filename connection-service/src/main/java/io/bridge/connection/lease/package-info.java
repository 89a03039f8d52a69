/** Leases: short-lived tokens of a connection for one peer and one purpose. */
package io.bridge.connection.lease;
