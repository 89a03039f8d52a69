/**
 * Owns what is known of each team's warehouse: datasets, tables and columns as the last scan saw
 * them. Publishes {@code bridge.catalog.v1} (CatalogScanned, TableChanged). Listens to {@code
 * bridge.sync.v1} and looks at a table again when it was loaded, and to {@code
 * bridge.connection.v1} and looks through a connection when it was validated.
 */
package io.bridge.catalog;
