/** Connections to warehouses: credentials under envelope encryption, validation and leases. */
package io.bridge.connection;
