package io.bridge.cloud.dispatch;

import io.bridge.cloud.iam.OidcReply;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * What the target of an attempt said.
 *
 * @param status HTTP status; 0 when the target did not answer at all
 * @param retryAfter how long the target asks to be left alone; zero when it does not
 */
public record Answer(int status, Duration retryAfter) {

  /** Waits for the call; a refused connection or a timeout is an answer too: none. */
  public static Answer of(CompletionStage<OidcReply> call) throws InterruptedException {
    try {
      OidcReply reply = call.toCompletableFuture().get();
      return new Answer(reply.status(), reply.retryAfter());
    } catch (ExecutionException _) {
      return new Answer(0, Duration.ZERO);
    }
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
