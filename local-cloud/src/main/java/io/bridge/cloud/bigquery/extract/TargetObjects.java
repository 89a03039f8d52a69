package io.bridge.cloud.bigquery.extract;

import io.bridge.cloud.http.GoogleError;
import java.io.IOException;
import java.nio.file.Path;

/** Cloud Storage as an extract sees it. */
public interface TargetObjects {

  /**
   * Where a bucket is.
   *
   * @throws GoogleError 404 when there is no such bucket
   */
  String location(String bucket);

  /**
   * Makes an object of a file's bytes, in the place of one of that name.
   *
   * @throws GoogleError 404 when there is no such bucket
   */
  void write(String bucket, String object, String contentType, Path file) throws IOException;
}
