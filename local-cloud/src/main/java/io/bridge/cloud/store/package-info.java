/** Durable state: SQLite with one fsync for many writers, and files that hold secrets.\n */
package io.bridge.cloud.store;
