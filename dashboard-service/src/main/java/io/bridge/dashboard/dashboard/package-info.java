/** Dashboards of teams: applying, showing and removing them. */
package io.bridge.dashboard.dashboard;
