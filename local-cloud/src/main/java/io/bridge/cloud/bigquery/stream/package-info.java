/**
 * Rows that come one request at a time: {@code tabledata.insertAll}. A request is one transaction,
 * and its rows can be queried when it is answered: there is no buffer that they pass through.
 */
package io.bridge.cloud.bigquery.stream;
