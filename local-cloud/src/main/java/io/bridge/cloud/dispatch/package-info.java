/**
 * What Pub/Sub's push side, Cloud Tasks and Cloud Scheduler have in common: work lies in a table
 * until it is due, an attempt is one HTTP call, and its outcome is a new row state. Nothing here
 * holds state that a kill -9 could lose: what ran is found again in the table and runs again.
 */
package io.bridge.cloud.dispatch;
