/** Connections to warehouses and the leases that peers get of them. */
package io.bridge.model.connection;
