package io.bridge.runtime.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a token must be and smallrye-jwt does not ask. */
final class TokenChecks {
  /** How far the issuer's clock may be ahead. An expired token gets nothing of it. */
  static final Duration SKEW = Duration.ofSeconds(60);

  private static final int MAX_SUBJECT = 128;

  private TokenChecks() {}

  /** Name of the first check that fails, for the log; never a value. */
  static Optional<String> firstFailure(JsonNode claims, TokenRules rules, Instant now) {
    long latest = now.plus(SKEW).getEpochSecond();
    if (!isTextOf(claims.get("iss"), rules)) {
      return Optional.of("iss");
    }
    if (!rules.audience().equals(claims.path("aud").textValue())) {
      return Optional.of("aud");
    }
    if (!isSubject(claims.path("sub").textValue())) {
      return Optional.of("sub");
    }
    if (!isTimeUpTo(claims.get("iat"), latest)) {
      return Optional.of("iat");
    }
    if (!isLifetime(claims, rules, now)) {
      return Optional.of("exp");
    }
    if (claims.has("auth_time") && !isTimeUpTo(claims.get("auth_time"), latest)) {
      return Optional.of("auth_time");
    }
    return rules.requiredClaims().stream().filter(name -> !claims.hasNonNull(name)).findFirst();
  }

  private static boolean isTextOf(JsonNode issuer, TokenRules rules) {
    return issuer != null && issuer.isTextual() && rules.issuers().contains(issuer.textValue());
  }

  private static boolean isSubject(String subject) {
    return subject != null && !subject.isEmpty() && subject.length() <= MAX_SUBJECT;
  }

  private static boolean isTimeUpTo(JsonNode time, long latest) {
    return isTime(time) && time.longValue() <= latest;
  }

  private static boolean isLifetime(JsonNode claims, TokenRules rules, Instant now) {
    JsonNode expiry = claims.get("exp");
    if (!isTime(expiry) || expiry.longValue() <= now.getEpochSecond()) {
      return false;
    }
    long lifetime = expiry.longValue() - claims.get("iat").longValue();
    return lifetime > 0 && lifetime <= rules.maxLifetime().plus(SKEW).toSeconds();
  }

  private static boolean isTime(JsonNode time) {
    return time != null
        && time.isIntegralNumber()
        && time.canConvertToLong()
        && time.longValue() > 0;
  }
}
