package io.bridge.cloud.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcReplyTest {
  private static final Instant NOW = Instant.parse("2026-11-06T08:49:37Z");

  /** The dates are those of the three forms of RFC 9110, 5.6.7. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7                              | 7
          0                              | 0
          99999                          | 3600
          Fri, 06 Nov 2026 08:50:00 GMT  | 23
          Friday, 06-Nov-26 08:50:00 GMT | 23
          Fri Nov  6 08:50:00 2026       | 23
          Fri, 06 Nov 2026 08:49:00 GMT  | 0
          Sat, 07 Nov 2026 08:49:37 GMT  | 3600
          -5                             | 0
          soon                           | 0
          9999999999999                  | 0
                                         | 0
          """)
  void knowsHowLongItIsToWait(String retryAfter, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), OidcReply.of(503, retryAfter, NOW).retryAfter());
  }
}
