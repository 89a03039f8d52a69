package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.http.GoogleError;
import java.nio.file.Path;
import java.util.List;

/** Cloud Storage as a load sees it. */
public interface SourceObjects {

  /**
   * Where a bucket is.
   *
   * @throws GoogleError 404 when there is no such bucket
   */
  String location(String bucket);

  /**
   * The bytes of a live object.
   *
   * @throws GoogleError 404 when there is no such bucket or object
   */
  Path file(String bucket, String object);

  /**
   * The names of the objects that begin so, in their order.
   *
   * @throws GoogleError 404 when there is no such bucket
   */
  List<String> names(String bucket, String prefix);
}
