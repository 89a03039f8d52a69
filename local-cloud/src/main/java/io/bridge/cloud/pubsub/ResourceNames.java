package io.bridge.cloud.pubsub;

import io.bridge.cloud.http.GoogleError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the form {@code projects/<project>/<collection>/<id>} of our own project. */
record ResourceNames(String project) {
  private static final Pattern PROJECT = Pattern.compile("projects/([^/]+)");

  String topic(String id) {
    return "projects/" + project + "/topics/" + id;
  }

  String subscription(String id) {
    return "projects/" + project + "/subscriptions/" + id;
  }

  String topicId(String name) {
    return id(name, "topics");
  }

  String subscriptionId(String name) {
    return id(name, "subscriptions");
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

  private String id(String name, String collection) {
    Matcher matcher = Pattern.compile("projects/([^/]+)/" + collection + "/([^/]+)").matcher(name);
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
