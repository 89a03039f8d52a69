/** What is known of each connection, and the door to connection-service. */
package io.bridge.catalog.connection;
