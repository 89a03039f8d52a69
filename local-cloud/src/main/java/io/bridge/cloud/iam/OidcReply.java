package io.bridge.cloud.iam;

import io.netty.handler.codec.DateFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * What a service answered.
 *
 * @param status HTTP status
 * @param retryAfter how long it asks to be left alone; zero when it does not
 */
public record OidcReply(int status, Duration retryAfter) {
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * @param retryAfter the header: seconds, or a date in any form of HTTP; anything else, also null,
   *     counts as none
   */
  static OidcReply of(int status, String retryAfter, Instant now) {
    Duration asked = asked(retryAfter == null ? "" : retryAfter.strip(), now);
    if (asked.isNegative()) {
      return new OidcReply(status, Duration.ZERO);
    }
    return new OidcReply(status, asked.compareTo(LONGEST) > 0 ? LONGEST : asked);
  }

  private static Duration asked(String retryAfter, Instant now) {
    if (retryAfter.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(retryAfter));
    }
    Date date = retryAfter.isEmpty() ? null : DateFormatter.parseHttpDate(retryAfter);
    return date == null ? Duration.ZERO : Duration.between(now, date.toInstant());
  }
}
