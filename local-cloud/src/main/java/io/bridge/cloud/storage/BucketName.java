package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.Rules;
import java.util.regex.Pattern;

/** What a new bucket may be called, and where it may be. */
final class BucketName {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
  private static final Pattern LOCATION =
      Pattern.compile("US|EU|ASIA|[A-Z]{3,4}[0-9]|[A-Z]+(-[A-Z]+)+[0-9]+");

  private BucketName() {}

  /**
   * @throws GoogleError 400 for no name of a bucket, 501 for one of a domain
   */
  static String require(String name) {
    boolean wrong =
        !FORM.matcher(name).matches() || name.startsWith("goog") || name.contains("google");
    if (!wrong) {
      // Google asks who owns the domain.
      Rules.refuse(name.contains("."), "storage.buckets.insert of a name with dots");
    }
    if (wrong || name.length() > 63) {
      throw GoogleError.invalid("Invalid bucket name: '" + printable(name) + "'");
    }
    return name;
  }

  /**
   * @param location as asked for; empty for Google's default
   * @throws GoogleError 400
   */
  static String location(String location) {
    String capital = location.isEmpty() ? "US" : location.toUpperCase(java.util.Locale.ROOT);
    if (!LOCATION.matcher(capital).matches()) {
      throw GoogleError.invalid("The specified location constraint is not valid.");
    }
    return capital;
  }

  private static String printable(String name) {
    String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.substring(0, Math.min(70, clean.length()));
  }
}
