package io.bridge.cloud.pubsub;

import io.bridge.cloud.http.GoogleError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one delivery of a message to one subscription.
 *
 * @param attempt number of the delivery, from 1; a later one makes this id void
 */
record AckId(long subscription, long messageId, int attempt) {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18})-([0-9]{1,18})-([1-9][0-9]{0,8})");

  String text() {
    byte[] plain =
        (subscription + "-" + messageId + "-" + attempt).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  /**
   * @throws GoogleError 400 when it is none of ours
   */
  static AckId parse(String text) {
    try {
      byte[] plain = Base64.getUrlDecoder().decode(text);
      Matcher matcher = FORM.matcher(new String(plain, StandardCharsets.US_ASCII));
      if (matcher.matches()) {
        return new AckId(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Integer.parseInt(matcher.group(3)));
      }
    } catch (IllegalArgumentException _) {
      // Refused below: it is no base64 at all.
    }
    throw GoogleError.invalid("You have passed an invalid ack ID to the service.");
  }
}
