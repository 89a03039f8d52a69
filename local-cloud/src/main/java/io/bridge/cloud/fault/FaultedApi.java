package io.bridge.cloud.fault;

import java.util.regex.Pattern;

/** APIs that a rule can name instead of their paths. */
enum FaultedApi {
  storage("/((resumable/)?upload/|download/)?storage/.*|/b/.*"),
  bigquery("/((resumable/)?upload/)?bigquery/.*|/projects/.*"),
  pubsub("/google\\.pubsub\\..*"),
  tasks("/google\\.cloud\\.tasks\\..*"),
  scheduler("/google\\.cloud\\.scheduler\\..*"),
  kms("/google\\.cloud\\.kms\\..*");

  private final Pattern paths;

  FaultedApi(String paths) {
    this.paths = Pattern.compile(paths, Pattern.DOTALL);
  }

  boolean has(String path) {
    return paths.matcher(path).matches();
  }
}
