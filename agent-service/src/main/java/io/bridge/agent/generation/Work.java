package io.bridge.agent.generation;

import io.bridge.agent.dashboard.DashboardClient.Place;
import io.bridge.model.connection.Connection;

/** A brief with the connection that it turned out to mean. */
record Work(Brief brief, Connection target, Notes notes) {
  Place place() {
    return new Place(brief.person(), brief.teamId(), target.id());
  }

  String slug() {
    return Slugs.of(brief.prompt(), brief.taskId());
  }

  /** As the dashboard's file names it. */
  String connection() {
    return target.name();
  }

  String description() {
    return "Made for: " + brief.prompt();
  }
}
