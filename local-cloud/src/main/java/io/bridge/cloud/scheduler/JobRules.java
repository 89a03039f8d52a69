package io.bridge.cloud.scheduler;

import com.google.cloud.scheduler.v1.HttpMethod;
import com.google.cloud.scheduler.v1.HttpTarget;
import com.google.cloud.scheduler.v1.Job;
import com.google.cloud.scheduler.v1.RetryConfig;
import com.google.cloud.scheduler.v1.UpdateJobRequest;
import com.google.protobuf.util.Durations;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.Rules;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;

/** What a job may be here, and what it is where nothing is said. */
final class JobRules {
  static final String UTC = "Etc/UTC";

  private static final long MAX_SECONDS = Integer.MAX_VALUE;
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int MAX_HEADER_BYTES = 80 * 1024;
  private static final Set<String> CHANGEABLE =
      Set.of(
          "description",
          "http_target",
          "pubsub_target",
          "app_engine_http_target",
          "schedule",
          "time_zone",
          "retry_config",
          "attempt_deadline");
  private static final Set<HttpMethod> WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private JobRules() {}

  /** A new job with Google's defaults; errors are Google's, 501 for what local-cloud has not. */
  static Job created(Job wanted) {
    return checked(
        wanted.toBuilder()
            .setState(Job.State.ENABLED)
            .clearName()
            .clearStatus()
            .clearScheduleTime()
            .clearLastAttemptTime()
            .clearUserUpdateTime()
            .build());
  }

  static Job changed(Job old, UpdateJobRequest request) {
    Job wanted = request.getJob();
    if (request.getUpdateMask().getPathsCount() > 0) {
      return checked(Rules.merge(old, wanted, request.getUpdateMask(), CHANGEABLE));
    }
    // Without a mask everything is changed, so what is not said is the default again.
    return created(wanted).toBuilder().setState(old.getState()).build();
  }

  private static Job checked(Job job) {
    Rules.refuse(job.hasPubsubTarget(), "Cloud Scheduler: Job.pubsub_target");
    Rules.refuse(job.hasAppEngineHttpTarget(), "Cloud Scheduler: Job.app_engine_http_target");
    require(job.hasHttpTarget(), "Job.target is required.");
    require(job.getDescription().length() <= 500, "Job.description is longer than 500 characters.");
    Job.Builder known = job.toBuilder();
    known.setHttpTarget(target(job.getHttpTarget()));
    known.setRetryConfig(retry(job.getRetryConfig()));
    if (!job.hasAttemptDeadline()) {
      known.setAttemptDeadline(Durations.fromMinutes(3));
    }
    Rules.between(known.getAttemptDeadline(), 15, 30 * 60, "attempt_deadline");
    if (job.getTimeZone().isEmpty()) {
      known.setTimeZone(UTC);
    }
    zone(known.build());
    schedule(job.getSchedule());
    return known.build();
  }

  /** The zone of a job; 400 for one that the tz database does not have. */
  static ZoneId zone(Job job) {
    String name = job.getTimeZone().equalsIgnoreCase("utc") ? "UTC" : job.getTimeZone();
    try {
      if (ZoneId.getAvailableZoneIds().contains(name)) {
        return ZoneId.of(name);
      }
    } catch (DateTimeException _) {
      // Refused below.
    }
    throw GoogleError.invalid("Job.time_zone is no name of the tz database: " + name);
  }

  private static void schedule(String schedule) {
    String first = schedule.strip().split("\\s+")[0].toLowerCase(Locale.ROOT);
    Rules.refuse(first.equals("every"), "Cloud Scheduler: the English-like form of Job.schedule");
    try {
      Cron.parse(schedule);
    } catch (IllegalArgumentException e) {
      throw GoogleError.invalid("Schedule or time zone is invalid. " + e.getMessage());
    }
  }

  private static HttpTarget target(HttpTarget target) {
    Rules.refuse(target.hasOauthToken(), "Cloud Scheduler: HttpTarget.oauth_token");
    HttpTarget.Builder known = target.toBuilder();
    if (target.getHttpMethod() == HttpMethod.HTTP_METHOD_UNSPECIFIED) {
      known.setHttpMethod(HttpMethod.POST);
    }
    require(known.getHttpMethod() != HttpMethod.UNRECOGNIZED, "HttpTarget.http_method is unknown.");
    require(
        target.getBody().isEmpty() || WITH_BODY.contains(known.getHttpMethod()),
        "HttpTarget.body is allowed with POST, PUT and PATCH only.");
    require(target.getBody().size() <= MAX_BODY_BYTES, "The job is too large: at most 1 MiB.");
    require(
        !target.hasOidcToken() || !target.getOidcToken().getServiceAccountEmail().isEmpty(),
        "HttpTarget.oidc_token needs a service_account_email.");
    headers(target);
    uri(target.getUri());
    return known.build();
  }

  private static void headers(HttpTarget target) {
    int bytes = 0;
    for (var header : target.getHeadersMap().entrySet()) {
      boolean valid = header.getKey().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
      require(
          valid && header.getValue().chars().noneMatch(c -> c < 0x20 || c > 0x7e),
          "HttpTarget.headers holds a malformed header.");
      bytes += header.getKey().length() + header.getValue().length();
    }
    require(bytes < MAX_HEADER_BYTES, "HttpTarget.headers must be less than 80 KB.");
  }

  private static void uri(String text) {
    try {
      URI uri = URI.create(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && text.length() <= 2083) {
        return;
      }
    } catch (IllegalArgumentException _) {
      // Refused below.
    }
    throw GoogleError.invalid("HttpTarget.uri must start with \"http://\" or \"https://\".");
  }

  private static RetryConfig retry(RetryConfig retry) {
    RetryConfig.Builder known = retry.toBuilder();
    if (!retry.hasMaxRetryDuration()) {
      known.setMaxRetryDuration(Durations.ZERO);
    }
    if (!retry.hasMinBackoffDuration()) {
      known.setMinBackoffDuration(Durations.fromSeconds(5));
    }
    if (!retry.hasMaxBackoffDuration()) {
      known.setMaxBackoffDuration(Durations.fromHours(1));
    }
    if (retry.getMaxDoublings() == 0) {
      known.setMaxDoublings(5);
    }
    require(
        retry.getRetryCount() >= 0 && retry.getRetryCount() <= 5,
        "RetryConfig.retry_count must be between 0 and 5.");
    require(retry.getMaxDoublings() >= 0, "RetryConfig.max_doublings must not be negative.");
    Rules.between(known.getMaxRetryDuration(), 0, MAX_SECONDS, "max_retry_duration");
    Rules.between(known.getMinBackoffDuration(), 0, MAX_SECONDS, "min_backoff_duration");
    Rules.between(known.getMaxBackoffDuration(), 0, MAX_SECONDS, "max_backoff_duration");
    require(
        Durations.compare(known.getMinBackoffDuration(), known.getMaxBackoffDuration()) <= 0,
        "RetryConfig.min_backoff_duration must not be above max_backoff_duration.");
    return known.build();
  }

  private static void require(boolean valid, String message) {
    if (!valid) {
      throw GoogleError.invalid(message);
    }
  }
}
