package io.bridge.dashboard.serve;

import io.bridge.dashboard.cache.Fence;
import io.bridge.dashboard.query.Outcome;
import io.bridge.model.dashboard.DashboardAnswer;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The answers of a dashboard put together.
 *
 * @param revision of the file that they are of
 */
record Assembled(View view, int revision, List<Outcome> outcomes) {
  /** What concerns the connection and not one query: then there is no dashboard at all. */
  private static final Set<ErrorCode> OF_ALL =
      Set.of(
          ErrorCode.LEASE_ENDED,
          ErrorCode.CONNECTION_NOT_FOUND,
          ErrorCode.CONNECTION_NOT_VALIDATED,
          ErrorCode.CREDENTIAL_UNUSABLE,
          ErrorCode.SERVICE_UNAVAILABLE);

  Optional<BridgeException> failureOfAll() {
    return outcomes.stream()
        .map(Outcome::failure)
        .filter(e -> e != null && OF_ALL.contains(e.code()))
        .findFirst();
  }

  boolean isWhole() {
    return outcomes.stream().allMatch(outcome -> outcome.failure() == null);
  }

  /**
   * What has to stay as it is for the page to be true, beside the file; closed where that is not
   * known. Two answers that saw different epochs of the same table never were true together.
   */
  Fence fence(Fence file) {
    if (file.epochs().isEmpty()) {
      return Fence.CLOSED;
    }
    Map<String, String> epochs = new HashMap<>(file.epochs());
    for (Outcome outcome : outcomes) {
      boolean known = !outcome.epochs().isEmpty() && agrees(epochs, outcome.epochs());
      if (!known) {
        return Fence.CLOSED;
      }
      epochs.putAll(outcome.epochs());
    }
    return new Fence(epochs);
  }

  private static boolean agrees(Map<String, String> some, Map<String, String> others) {
    return others.entrySet().stream()
        .allMatch(it -> some.getOrDefault(it.getKey(), it.getValue()).equals(it.getValue()));
  }

  /**
   * @param cached what to say of each answer; null for what is true of it
   */
  DashboardAnswer answer(String instance, String traceId, Boolean cached) {
    Map<String, QueryAnswer> answers = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      String id = outcome.statement().origin().query();
      answers.put(id, answer(outcome, instance, traceId, cached));
    }
    return new DashboardAnswer(
        view.teamId(),
        view.slug(),
        revision,
        computedAt(),
        answers.values().stream().mapToLong(QueryAnswer::bytesProcessed).sum(),
        answers.values().stream().mapToLong(QueryAnswer::bytesBilled).sum(),
        answers.values().stream().mapToLong(QueryAnswer::costMicros).sum(),
        answers);
  }

  static QueryAnswer answer(Outcome outcome, String instance, String traceId, Boolean cached) {
    if (outcome.failure() != null) {
      return failed(Problem.of(outcome.failure(), instance, traceId));
    }
    QueryAnswer it = outcome.answer();
    return cached == null || cached == it.cached() ? it : marked(it, cached);
  }

  private Instant computedAt() {
    return outcomes.stream()
        .map(Outcome::answer)
        .filter(answer -> answer != null)
        .map(QueryAnswer::computedAt)
        .min(Instant::compareTo)
        .orElse(null);
  }

  private static QueryAnswer failed(Problem problem) {
    return new QueryAnswer(null, null, 0, false, 0, 0, 0, null, null, null, null, false, problem);
  }

  private static QueryAnswer marked(QueryAnswer it, boolean cached) {
    return new QueryAnswer(
        it.columns(),
        it.values(),
        it.rows(),
        it.truncated(),
        it.bytesProcessed(),
        it.bytesBilled(),
        it.costMicros(),
        it.jobId(),
        it.sqlHash(),
        it.tables(),
        it.computedAt(),
        cached,
        null);
  }
}
