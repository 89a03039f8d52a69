package io.bridge.dashboard.dashboard;

import io.bridge.dashboard.file.DashboardFile;
import io.bridge.model.dashboard.Dashboard;

/** A dashboard's newest revision, and its file. */
public record SavedDashboard(Dashboard dashboard, DashboardFile file) {}
