/**
 * A real PostgreSQL in the place of Cloud SQL: the binaries come as a Maven artifact, the data
 * survives {@code kill -9} because fsync and synchronous commit stay on.
 */
package io.bridge.cloud.postgres;
