package io.bridge.cloud.storage;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/**
 * The body of a request for a thread that may block. The client is read only as fast as the thread
 * reads: a few buffers wait here, never the whole body.
 */
public final class RequestStream extends InputStream {
  private static final int BUFFERS_AHEAD = 8;
  private static final long SILENCE_SECONDS = 120;
  private static final int MAX_DRAINED_BYTES = 32 * 1024 * 1024;

  /** What the event loop hands over. */
  private sealed interface Signal {
    record Chunk(Buffer buffer) implements Signal {}

    record End() implements Signal {}

    record Broken(Throwable cause) implements Signal {}
  }

  private final HttpServerRequest request;
  private final Context context;
  private final BlockingDeque<Signal> signals = new LinkedBlockingDeque<>();
  private byte[] current = new byte[0];
  private int position;
  private boolean ended;

  private RequestStream(HttpServerRequest request, Context context) {
    this.request = request;
    this.context = context;
  }

  /** Must be called on the event loop, before anything of the body has been read. */
  public static RequestStream of(HttpServerRequest request, Context context) {
    RequestStream stream = new RequestStream(request, context);
    request.pause();
    request.handler(buffer -> stream.signals.add(new Signal.Chunk(buffer)));
    request.endHandler(_ -> stream.signals.add(new Signal.End()));
    request.exceptionHandler(cause -> stream.signals.add(new Signal.Broken(cause)));
    request.fetch(BUFFERS_AHEAD);
    return stream;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == current.length) {
      if (ended || !next()) {
        return -1;
      }
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean next() throws IOException {
    switch (await()) {
      case Signal.Chunk(Buffer buffer) -> {
        current = buffer.getBytes();
        position = 0;
        context.runOnContext(_ -> request.fetch(1));
        return true;
      }
      case Signal.End _ -> {
        ended = true;
        return false;
      }
      case Signal.Broken(BrokenBody taken) -> throw broken(taken);
      case Signal.Broken(Throwable cause) ->
          throw broken(new BrokenBody(408, "The client broke off", cause));
    }
  }

  private Signal await() throws IOException {
    try {
      Signal signal = signals.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
      if (signal == null) {
        throw broken(new BrokenBody(408, "The client fell silent", null));
      }
      return signal;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken(new BrokenBody(503, "local-cloud stops", e));
    }
  }

  private BrokenBody broken(BrokenBody reason) {
    ended = true;
    return reason;
  }

  /** From any thread: the reader gets no more, because a newer request took its place. */
  void breakOff() {
    BrokenBody taken = new BrokenBody(503, "A newer request took over the upload.", null);
    signals.addFirst(new Signal.Broken(taken));
  }

  /**
   * Reads and forgets what is left of a refused body, within reason: many clients look at the
   * answer only after they have sent everything.
   */
  public void drain() {
    byte[] scrap = new byte[8192];
    long drained = 0;
    try {
      while (drained < MAX_DRAINED_BYTES) {
        int read = read(scrap, 0, scrap.length);
        if (read < 0) {
          return;
        }
        drained += read;
      }
    } catch (IOException _) {
      ended = true;
    }
  }
}
