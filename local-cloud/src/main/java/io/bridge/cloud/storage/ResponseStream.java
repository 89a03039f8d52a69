package io.bridge.cloud.storage;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The body of an answer from a thread that may block. A file goes out only as fast as the client
 * reads it, and every buffer that it takes counts as a move of that client: Vert.x' own sending of
 * files looks from outside as if nothing moved until the end.
 */
final class ResponseStream {
  private static final int BUFFER_BYTES = 1 << 17;

  private final HttpServerResponse response;
  private final Context context;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  ResponseStream(HttpServerResponse response, Context context) {
    this.response = response;
    this.context = context;
  }

  void begin(int status, Map<String, String> headers) throws BrokenAnswer {
    onEventLoop(
        step -> {
          response.exceptionHandler(gone::completeExceptionally);
          response.closeHandler(_ -> gone.completeExceptionally(new IOException("closed")));
          response.headers().addAll(headers);
          response.setStatusCode(status);
          step.complete(null);
        });
  }

  /**
   * Ends the answer.
   *
   * @throws BrokenAnswer when the client does not take it all
   */
  void send(FileChannel file, ByteRange range) throws IOException {
    long end = range.first() + range.length();
    for (long at = range.first(); at < end; ) {
      byte[] bytes = read(file, at, (int) Math.min(BUFFER_BYTES, end - at));
      at += bytes.length;
      onEventLoop(step -> write(Buffer.buffer(bytes), step));
    }
    onEventLoop(step -> response.end().onComplete(_ -> step.complete(null)));
  }

  private void write(Buffer buffer, CompletableFuture<Void> step) {
    response.write(buffer);
    if (response.writeQueueFull()) {
      response.drainHandler(_ -> step.complete(null));
    } else {
      step.complete(null);
    }
  }

  private static byte[] read(FileChannel file, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException("A stored object is shorter than its record says");
      }
    }
    return buffer.array();
  }

  /** Something to do there, which completes its argument. */
  @FunctionalInterface
  private interface Step {
    void run(CompletableFuture<Void> done);
  }

  private void onEventLoop(Step step) throws BrokenAnswer {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(_ -> run(step, done));
    try {
      CompletableFuture.anyOf(done, gone).get();
    } catch (ExecutionException e) {
      throw new BrokenAnswer(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokenAnswer(e);
    }
  }

  private void run(Step step, CompletableFuture<Void> done) {
    if (response.closed()) {
      gone.completeExceptionally(new IOException("closed"));
      return;
    }
    try {
      step.run(done);
    } catch (IllegalStateException e) {
      done.completeExceptionally(e);
    }
  }
}
