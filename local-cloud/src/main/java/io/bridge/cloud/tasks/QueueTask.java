package io.bridge.cloud.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A task that waits or runs.
 *
 * @param id last part of its name
 * @param call what it does
 * @param created when it was accepted
 * @param due when its next attempt is
 * @param progress what came of the attempts so far
 */
record QueueTask(
    String queue, String id, Call call, Instant created, Instant due, Progress progress) {

  /**
   * One POST.
   *
   * @param headers as its creator gave them
   * @param serviceAccount whose OIDC token it carries; empty for none
   * @param deadline how long one attempt may take
   */
  record Call(
      String url,
      Map<String, String> headers,
      byte[] body,
      String serviceAccount,
      String audience,
      Duration deadline) {}

  /**
   * @param dispatches attempts made
   * @param responses attempts that were answered
   * @param executions attempts that were answered and not with a server error
   * @param firstAttempt null before the first
   * @param lastAttempt null before the first
   * @param lastStatus HTTP status of the last answer; 0 for none
   */
  record Progress(
      int dispatches,
      int responses,
      int executions,
      Instant firstAttempt,
      Instant lastAttempt,
      int lastStatus) {
    static final Progress NONE = new Progress(0, 0, 0, null, null, 0);

    /**
     * @param status of the answer; 0 when there was none
     */
    Progress after(Instant attempt, int status) {
      return new Progress(
          dispatches + 1,
          responses + (status == 0 ? 0 : 1),
          executions + (status == 0 || status >= 500 ? 0 : 1),
          firstAttempt == null ? attempt : firstAttempt,
          attempt,
          status);
    }
  }

  QueueTask next(Instant nextDue, Progress nextProgress) {
    return new QueueTask(queue, id, call, created, nextDue, nextProgress);
  }
}
