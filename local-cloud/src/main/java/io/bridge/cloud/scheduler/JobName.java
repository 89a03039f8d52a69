package io.bridge.cloud.scheduler;

import io.bridge.cloud.http.GoogleError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code projects/<p>/locations/<l>/jobs/<id>}. A job of the topology is in every location.
 *
 * @param id null for the location itself
 */
record JobName(String project, String location, String id) {
  private static final String LOCATION = "projects/([^/]+)/locations/([a-z0-9-]+)";
  private static final Pattern PARENT = Pattern.compile(LOCATION);
  private static final Pattern FORM = Pattern.compile(LOCATION + "/jobs/([A-Za-z0-9_-]{1,500})");

  /**
   * @throws GoogleError 400 when it is no name of a job
   */
  static JobName parse(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      throw GoogleError.invalid(
          "Job name must be formatted: \"projects/<PROJECT_ID>/locations/<LOCATION_ID>/jobs/"
              + "<JOB_ID>\".");
    }
    return new JobName(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  /**
   * @throws GoogleError 400 when it is no name of a location
   */
  static JobName parseLocation(String name) {
    Matcher matcher = PARENT.matcher(name);
    if (!matcher.matches()) {
      throw GoogleError.invalid(
          "Parent must be formatted: \"projects/<PROJECT_ID>/locations/<LOCATION_ID>\".");
    }
    return new JobName(matcher.group(1), matcher.group(2), null);
  }

  String locationText() {
    return "projects/" + project + "/locations/" + location;
  }

  JobName withId(String newId) {
    return new JobName(project, location, newId);
  }

  String text() {
    return locationText() + "/jobs/" + id;
  }

  /** How a job that a client made stands in the tables. */
  String key() {
    return location + "/" + id;
  }
}
