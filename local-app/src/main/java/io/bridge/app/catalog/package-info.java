/** {@code bridge catalog}: what the warehouse holds, as the last scan saw it. */
package io.bridge.app.catalog;
