package io.bridge.app.push;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import io.bridge.app.gateway.Gateway;
import io.bridge.app.http.Backoff;
import io.bridge.app.http.Time;
import io.bridge.model.error.BridgeException;
import io.bridge.model.upload.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Follows uploads to their end. However many there are, the gateway is asked about ten times a
 * second at most.
 */
final class LoadWatch {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final long LONGEST_MILLIS = 1000;
  private static final long MILLIS_FOR_EACH = 100;
  private static final int AT_ONCE = 4;

  private final Gateway gateway;
  private final Time time;
  private final Instant deadline;
  private final Semaphore questions = new Semaphore(AT_ONCE);
  private final AtomicInteger followed = new AtomicInteger();

  LoadWatch(Gateway gateway, Time time, Instant deadline) {
    this.gateway = gateway;
    this.time = time;
    this.deadline = deadline;
  }

  /**
   * The upload at its end, or as it stands at the deadline. A service that does not answer
   * meanwhile is waited for: the load goes on without us.
   *
   * @throws BridgeException as the gateway's, {@code SERVICE_UNAVAILABLE} after the deadline only
   */
  Upload follow(UUID id) {
    followed.incrementAndGet();
    try {
      for (int attempt = 1; ; attempt++) {
        boolean last = !time.now().isBefore(deadline);
        Upload upload = ask(id, last);
        boolean ended = upload != null && upload.state() != null && upload.state().isFinal();
        if (ended || last) {
          return upload;
        }
        time.pause(new Backoff(FIRST, longest()).after(attempt));
      }
    } finally {
      followed.decrementAndGet();
    }
  }

  private Duration longest() {
    return Duration.ofMillis(Math.max(LONGEST_MILLIS, MILLIS_FOR_EACH * followed.get()));
  }

  /** Null where nobody answered this time. */
  private Upload ask(UUID id, boolean last) {
    questions.acquireUninterruptibly();
    try {
      return gateway.get("/v1/uploads/" + id, Upload.class);
    } catch (BridgeException e) {
      if (last || e.code() != SERVICE_UNAVAILABLE) {
        throw e;
      }
      return null;
    } finally {
      questions.release();
    }
  }
}
