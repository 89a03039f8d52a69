package io.bridge.cloud.bigquery.load;

import java.nio.file.Path;

/** Cloud Storage as a load sees it. */
@FunctionalInterface
public interface SourceObjects {

  /**
   * The bytes of a live object.
   *
   * @throws io.bridge.cloud.http.GoogleError 404 when there is no such bucket or object
   */
  Path file(String bucket, String object);
}
