/**
 * Answers in Redis. Whatever makes an entry stale (a table, a dashboard's file, a connection) has
 * an epoch, a random text, and a set of the entries that depend on it; evicting changes the one and
 * empties the other in one step. Where Redis is away everything is a miss.
 */
package io.bridge.dashboard.cache;
