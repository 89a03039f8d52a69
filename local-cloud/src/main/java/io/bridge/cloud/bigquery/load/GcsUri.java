package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.http.GoogleError;
import java.util.List;
import java.util.regex.Pattern;

/** A {@code gs://bucket/object} that names one object, or several by one {@code *}. */
public record GcsUri(String bucket, String object) {
  private static final Pattern FORM =
      Pattern.compile("gs://([a-z0-9][a-z0-9._-]{1,221})/(.{1,1024})");

  /**
   * Parses a URI.
   *
   * @throws GoogleError 400 for what is none, and for more than one wildcard
   */
  public static GcsUri parse(String uri) {
    var parts = FORM.matcher(uri);
    if (!parts.matches()) {
      throw GoogleError.invalid("Source URI must be a Google Cloud Storage location: " + uri);
    }
    var object = parts.group(2);
    if (object.indexOf('*') != object.lastIndexOf('*')) {
      throw GoogleError.invalid("A URI can have at most one wildcard character: " + uri);
    }
    return new GcsUri(parts.group(1), object);
  }

  public boolean isWildcard() {
    return object.indexOf('*') >= 0;
  }

  /** What stands before the wildcard. */
  String prefix() {
    return object.substring(0, object.indexOf('*'));
  }

  /** The objects of a listing that the wildcard stands for, in their order. */
  List<GcsUri> matching(List<String> objects) {
    var end = object.substring(object.indexOf('*') + 1);
    int least = object.length() - 1;
    return objects.stream()
        .filter(name -> name.length() >= least && name.endsWith(end))
        .map(name -> new GcsUri(bucket, name))
        .toList();
  }

  @Override
  public String toString() {
    return "gs://" + bucket + "/" + object;
  }
}
