package io.bridge.cloud.dispatch;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * What the target of an attempt said.
 *
 * @param status HTTP status; 0 when the target did not answer at all
 */
public record Answer(int status) {

  /** Waits for the call; a refused connection or a timeout is an answer too: none. */
  public static Answer of(CompletionStage<Integer> call) throws InterruptedException {
    try {
      return new Answer(call.toCompletableFuture().get());
    } catch (ExecutionException _) {
      return new Answer(0);
    }
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  public boolean isServerError() {
    return status >= 500;
  }

  /** The target was reached and answered. */
  public boolean isResponse() {
    return status != 0;
  }
}
