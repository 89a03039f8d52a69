package io.bridge.cloud.tasks;

import io.bridge.cloud.http.GoogleError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code projects/<p>/locations/<l>/queues/<q>[/tasks/<id>]}. A queue of the topology is in every
 * location.
 *
 * @param queue null for the location itself
 * @param id null for the queue itself
 */
record TaskName(String project, String location, String queue, String id) {
  private static final Pattern FORM =
      Pattern.compile(
          "projects/([^/]+)/locations/([a-z0-9-]+)/queues/([A-Za-z0-9-]{1,100})"
              + "(?:/tasks/([A-Za-z0-9_-]{1,500}))?");

  private static final Pattern LOCATION =
      Pattern.compile("projects/([^/]+)/locations/([a-z0-9-]+)");

  /**
   * @throws GoogleError 400 when it is no name of a queue or a task
   */
  static TaskName parse(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      throw GoogleError.invalid(
          "Resource name must be formatted: \"projects/<PROJECT_ID>/locations/<LOCATION_ID>/queues/"
              + "<QUEUE_ID>\" and optionally \"/tasks/<TASK_ID>\"");
    }
    return new TaskName(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
  }

  /**
   * @throws GoogleError 400 when it is no name of a queue
   */
  static TaskName queue(String text) {
    TaskName name = parse(text);
    if (name.id() != null) {
      throw GoogleError.invalid("The name of a queue is expected.");
    }
    return name;
  }

  /**
   * @throws GoogleError 400 when it is no name of a task
   */
  static TaskName task(String text) {
    TaskName name = parse(text);
    if (name.id() == null) {
      throw GoogleError.invalid("The name of a task is expected.");
    }
    return name;
  }

  /**
   * @return project and location of {@code projects/<p>/locations/<l>}
   * @throws GoogleError 400 when it is no name of a location
   */
  static TaskName parseLocation(String name) {
    Matcher matcher = LOCATION.matcher(name);
    if (!matcher.matches()) {
      throw GoogleError.invalid(
          "Resource name must be formatted: \"projects/<PROJECT_ID>/locations/<LOCATION_ID>\"");
    }
    return new TaskName(matcher.group(1), matcher.group(2), null, null);
  }

  String locationText() {
    return "projects/" + project + "/locations/" + location;
  }

  TaskName withQueue(String newQueue) {
    return new TaskName(project, location, newQueue, null);
  }

  TaskName withId(String newId) {
    return new TaskName(project, location, queue, newId);
  }

  String queueText() {
    return "projects/" + project + "/locations/" + location + "/queues/" + queue;
  }

  String text() {
    return id == null ? queueText() : queueText() + "/tasks/" + id;
  }
}
