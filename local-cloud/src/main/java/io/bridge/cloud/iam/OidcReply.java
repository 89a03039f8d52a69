package io.bridge.cloud.iam;

import java.time.Duration;

/**
 * What a service answered.
 *
 * @param status HTTP status
 * @param retryAfter how long it asks to be left alone; zero when it does not
 */
public record OidcReply(int status, Duration retryAfter) {
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * @param retryAfter the header in seconds; anything else, also null, counts as none
   */
  static OidcReply of(int status, String retryAfter) {
    boolean seconds = retryAfter != null && retryAfter.strip().matches("[0-9]{1,9}");
    Duration asked =
        seconds ? Duration.ofSeconds(Long.parseLong(retryAfter.strip())) : Duration.ZERO;
    return new OidcReply(status, asked.compareTo(LONGEST) > 0 ? LONGEST : asked);
  }
}
