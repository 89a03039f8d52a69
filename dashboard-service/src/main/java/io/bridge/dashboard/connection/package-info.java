/** connection-service, as far as dashboards need it: which connection, and leases of it. */
package io.bridge.dashboard.connection;
