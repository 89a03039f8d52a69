package io.bridge.agent.generation;

import io.bridge.agent.dashboard.DashboardClient.Place;
import io.bridge.model.connection.Connection;

/** A brief with the connection that it turned out to mean. */
record Work(Brief brief, Connection target, Notes notes) {
  private static final int LONGEST_NAME = 100;

  Place place() {
    return new Place(brief.person(), brief.teamId(), target.id());
  }

  String slug() {
    return Slugs.of(brief.prompt(), brief.taskId());
  }

  /** As the dashboard's file names it: a long name is no name there, its id always is. */
  String connection() {
    return target.name().length() <= LONGEST_NAME ? target.name() : target.id().toString();
  }

  String description() {
    return "Made for: " + brief.prompt();
  }
}
