/** Dashboards as code: files, their compiled queries, the guard and the budget, the cache. */
package io.bridge.dashboard;
