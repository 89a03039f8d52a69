/**
 * Cloud Storage: the JSON API as Google's Java and Node clients speak it, V4 signed URLs on the XML
 * paths, and notifications to Pub/Sub. Bytes lie in files named by hash, everything else in SQLite;
 * an upload becomes visible, together with the notification that it owes, in one transaction.
 */
package io.bridge.cloud.storage;
