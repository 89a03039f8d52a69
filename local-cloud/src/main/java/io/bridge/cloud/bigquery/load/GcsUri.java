package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.http.GoogleError;
import java.util.regex.Pattern;

/** A {@code gs://bucket/object} that names one object. */
public record GcsUri(String bucket, String object) {
  private static final Pattern FORM =
      Pattern.compile("gs://([a-z0-9][a-z0-9._-]{1,221})/(.{1,1024})");

  /**
   * Parses a source URI.
   *
   * @throws GoogleError 400 for what is none, 501 for a wildcard
   */
  static GcsUri parse(String uri) {
    var parts = FORM.matcher(uri);
    if (!parts.matches()) {
      throw GoogleError.invalid("Source URI must be a Google Cloud Storage location: " + uri);
    }
    if (parts.group(2).contains("*")) {
      throw GoogleError.unimplemented("BigQuery load from a URI with a wildcard");
    }
    return new GcsUri(parts.group(1), parts.group(2));
  }

  @Override
  public String toString() {
    return "gs://" + bucket + "/" + object;
  }
}
