package io.bridge.cloud.kms;

import io.bridge.cloud.http.GoogleError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code projects/<p>/locations/<l>/keyRings/<r>/cryptoKeys/<k>[/cryptoKeyVersions/<n>]}.
 *
 * @param key whole name of the key
 * @param version 0 for the key itself
 */
record KeyName(String key, int version) {
  private static final Pattern FORM =
      Pattern.compile(
          "(projects/[^/]{1,63}/locations/[a-z0-9-]{1,63}/keyRings/[A-Za-z0-9_-]{1,63}"
              + "/cryptoKeys/[A-Za-z0-9_-]{1,63})(?:/cryptoKeyVersions/([1-9][0-9]{0,8}))?");

  /** Fails with 400 for what names no key. */
  static KeyName parse(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      throw GoogleError.invalid("The request does not contain a valid resource name of a key.");
    }
    return new KeyName(
        matcher.group(1), matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
  }

  /** Fails with 400 for a version of a key. */
  static KeyName key(String name) {
    KeyName parsed = parse(name);
    if (parsed.version != 0) {
      throw GoogleError.invalid("The name of a CryptoKey is expected.");
    }
    return parsed;
  }

  /** Fails with 400 for a key without a version. */
  static KeyName version(String name) {
    KeyName parsed = parse(name);
    if (parsed.version == 0) {
      throw GoogleError.invalid("The name of a CryptoKeyVersion is expected.");
    }
    return parsed;
  }

  String text() {
    return version == 0 ? key : text(key, version);
  }

  static String text(String key, int version) {
    return key + "/cryptoKeyVersions/" + version;
  }
}
