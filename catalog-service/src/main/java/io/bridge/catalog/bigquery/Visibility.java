package io.bridge.catalog.bigquery;

import java.util.Map;

/**
 * Which datasets are a team's. In Bridge's own project every team has datasets, so only the label
 * counts there. A project of the team's own is the team's, except for what another team marked.
 *
 * @param ownProject Bridge's project
 */
record Visibility(String ownProject) {
  static final String LABEL = "bridge-team";

  /**
   * @param labels null where the dataset has none
   */
  boolean shows(String teamId, String project, Map<String, String> labels) {
    String marked = labels == null ? null : labels.get(LABEL);
    return marked == null ? !isShared(project) : marked.equals(teamId);
  }

  /** True where many teams' datasets are in one project. */
  boolean isShared(String project) {
    return project.equals(ownProject);
  }
}
