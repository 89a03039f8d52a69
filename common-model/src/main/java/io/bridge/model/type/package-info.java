/**
 * How a source column becomes a column of the warehouse, exactly or not at all. The local app uses
 * it to write the Parquet file, sync-service to make the table's schema: both sides run the same
 * code on the same column list, so they always agree.
 */
package io.bridge.model.type;
