package io.bridge.cloud.pubsub;

import io.bridge.cloud.http.GoogleError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the form {@code projects/<project>/<collection>/<id>} of our own project. */
record ResourceNames(String project) {
  /** What a subscription says instead of a topic that was deleted. */
  static final String DELETED_TOPIC = "_deleted-topic_";

  private static final Pattern PROJECT = Pattern.compile("projects/([^/]+)");
  private static final Pattern TOPIC = Pattern.compile("projects/([^/]+)/topics/([^/]+)");
  private static final Pattern SUBSCRIPTION =
      Pattern.compile("projects/([^/]+)/subscriptions/([^/]+)");
  private static final Pattern NEW_ID = Pattern.compile("(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}");

  String topic(String id) {
    return "projects/" + project + "/topics/" + id;
  }

  String subscription(String id) {
    return "projects/" + project + "/subscriptions/" + id;
  }

  String topicId(String name) {
    return id(name, TOPIC, "topics");
  }

  String subscriptionId(String name) {
    return id(name, SUBSCRIPTION, "subscriptions");
  }

  /** As {@link #topicId}, of a topic that is to be; 400 for what can be no id. */
  String newTopicId(String name) {
    return requireNew(topicId(name), name);
  }

  /** As {@link #subscriptionId}, of a subscription that is to be; 400 for what can be no id. */
  String newSubscriptionId(String name) {
    return requireNew(subscriptionId(name), name);
  }

  private static String requireNew(String id, String name) {
    if (!NEW_ID.matcher(id).matches()) {
      throw GoogleError.invalid("Invalid resource name given (name=" + name + ").");
    }
    return id;
  }

  static GoogleError none(String id) {
    return GoogleError.notFound("Resource not found (resource=" + id + ").");
  }

  static GoogleError taken(String id) {
    return GoogleError.conflict("Resource already exists in the project (resource=" + id + ").");
  }

  /**
   * @throws GoogleError 400 when it is no project name, 404 for another project
   */
  String requireProject(String name) {
    Matcher matcher = PROJECT.matcher(name);
    if (!matcher.matches()) {
      throw GoogleError.invalid("Invalid project name given.");
    }
    requireOurs(matcher.group(1));
    return name;
  }

  private String id(String name, Pattern form, String collection) {
    Matcher matcher = form.matcher(name);
    if (!matcher.matches()) {
      throw GoogleError.invalid(
          "Invalid resource name given: one of [" + collection + "] expected");
    }
    requireOurs(matcher.group(1));
    return matcher.group(2);
  }

  private void requireOurs(String given) {
    if (!given.equals(project)) {
      throw GoogleError.notFound("Requested project not found or user does not have access to it.");
    }
  }
}
