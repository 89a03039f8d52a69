package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.StreamingPullRequest;
import io.bridge.cloud.http.GoogleError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a request of a stream says about deliveries. */
record StreamRequest(List<AckId> acknowledged, List<AckId> refused, Map<AckId, Duration> extended) {
  private static final int MAX_ACK_DEADLINE_SECONDS = 600;

  /**
   * @throws GoogleError 400 for ids that are none of ours, and deadlines that cannot be
   */
  static StreamRequest of(StreamingPullRequest request) {
    if (request.getModifyDeadlineAckIdsCount() != request.getModifyDeadlineSecondsCount()) {
      throw GoogleError.invalid(
          "modify_deadline_ack_ids and modify_deadline_seconds must be of the same length.");
    }
    List<AckId> refused = new ArrayList<>();
    Map<AckId, Duration> extended = new HashMap<>();
    for (int i = 0; i < request.getModifyDeadlineAckIdsCount(); i++) {
      AckId id = AckId.parse(request.getModifyDeadlineAckIds(i));
      Duration time = extension(request.getModifyDeadlineSeconds(i));
      if (time.isZero()) {
        refused.add(id);
      } else {
        extended.put(id, time);
      }
    }
    return new StreamRequest(
        request.getAckIdsList().stream().map(AckId::parse).toList(), refused, extended);
  }

  boolean isEmpty() {
    return acknowledged.isEmpty() && refused.isEmpty() && extended.isEmpty();
  }

  /**
   * @throws GoogleError 400
   */
  static Duration extension(int seconds) {
    if (seconds < 0 || seconds > MAX_ACK_DEADLINE_SECONDS) {
      throw GoogleError.invalid("The ack deadline must be between 0 and 600 seconds.");
    }
    return Duration.ofSeconds(seconds);
  }

  /**
   * @throws GoogleError 400
   */
  static Duration ackDeadline(int seconds) {
    if (seconds < 10 || seconds > MAX_ACK_DEADLINE_SECONDS) {
      throw GoogleError.invalid("The stream ack deadline must be between 10 and 600 seconds.");
    }
    return Duration.ofSeconds(seconds);
  }
}
