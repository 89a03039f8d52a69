/** Connections to warehouses: made from a service-account file, checked, listed and removed. */
package io.bridge.app.connection;
