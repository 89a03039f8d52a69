/** The bucket that keeps dashboards' files, over Google's own client. */
package io.bridge.dashboard.storage;
