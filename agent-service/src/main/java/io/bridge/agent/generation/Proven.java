package io.bridge.agent.generation;

import io.bridge.agent.planner.Sheet;
import io.bridge.model.dashboard.DashboardPlan;

/**
 * A file that may be saved.
 *
 * @param bytes that the dry runs of its queries add up to
 */
record Proven(String title, int tiles, String file, long bytes) {
  static Proven of(Sheet sheet, String file, DashboardPlan plan) {
    return new Proven(sheet.title(), sheet.tiles(), file, plan.bytes());
  }
}
