package io.bridge.dashboard.dashboard;

import io.bridge.dashboard.file.DashboardFile;
import io.bridge.model.dashboard.Dashboard;

/**
 * A dashboard's newest revision, and its file.
 *
 * @param version text that no other revision has, not even of a dashboard that had this name before
 */
public record SavedDashboard(Dashboard dashboard, DashboardFile file, String version) {}
