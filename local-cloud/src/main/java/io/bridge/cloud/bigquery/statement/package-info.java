/**
 * Statements other than one SELECT: definitions, changes of rows, and scripts of several of them.
 * {@link io.bridge.cloud.bigquery.statement.Scripts} is the way in.
 */
package io.bridge.cloud.bigquery.statement;
