/**
 * A real data set as a DuckDB file, for the demo and the mesh's tests. Nothing here knows the name
 * of a table or column: all is read from the data.
 */
package io.bridge.cloud.demo;
