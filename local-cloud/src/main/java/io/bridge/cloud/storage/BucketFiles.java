package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cloud Storage for the other APIs of this process, without a caller to ask for its rights. */
public final class BucketFiles {
  private final ObjectStore objects;

  public BucketFiles(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Where a bucket is, in the case in which its maker wrote it.
   *
   * @throws GoogleError 404 when there is no such bucket
   */
  public String location(String bucket) {
    return objects.buckets().require(bucket).location();
  }

  /**
   * As {@link ObjectStore#file(String, String)}.
   *
   * @throws GoogleError 404 when there is no such bucket or object
   */
  public Path file(String bucket, String object) {
    return objects.file(bucket, object);
  }

  /**
   * The names that begin so, in their UTF-8 order.
   *
   * @throws GoogleError 404 when there is no such bucket
   */
  public List<String> names(String bucket, String prefix) {
    var names = new ArrayList<String>();
    for (String after = ""; after != null; ) {
      var query = new ObjectQuery(bucket, prefix, "", "", "", after, ObjectQuery.MAX_PAGE_SIZE);
      ObjectPage page = objects.list(query);
      page.objects().forEach(object -> names.add(object.name()));
      after = page.nextPageToken() == null ? null : names.getLast();
    }
    return names;
  }

  /**
   * Makes an object of a file's bytes, in the place of one of that name.
   *
   * @throws GoogleError 404 when there is no such bucket
   */
  public void write(String bucket, String object, String contentType, Path file)
      throws IOException {
    var metadata = ObjectMetadata.EMPTY.withDefaultType(contentType);
    var wanted = new NewObject(bucket, ObjectNames.require(object), metadata, Preconditions.NONE);
    try (var staged = objects.stage();
        var in = Files.newInputStream(file)) {
      staged.copyFrom(in, Long.MAX_VALUE - 1);
      var sums = staged.seal();
      objects.writes().create(wanted, staged.file(), sums);
    }
  }
}
