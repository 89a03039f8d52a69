package io.bridge.cloud.bigquery.extract;

import io.bridge.cloud.http.GoogleError;
import java.io.IOException;
import java.nio.file.Path;

/** Cloud Storage as an extract sees it. */
public interface TargetObjects {

  /**
   * Makes an object of a file's bytes, in the place of one of that name.
   *
   * @throws GoogleError 404 when there is no such bucket
   */
  void write(String bucket, String object, String contentType, Path file) throws IOException;
}
