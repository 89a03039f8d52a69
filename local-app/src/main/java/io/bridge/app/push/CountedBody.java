package io.bridge.app.push;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** A file as a request's body, streamed; tells how many bytes have gone. */
final class CountedBody implements BodyPublisher {
  private final BodyPublisher file;
  private final LongConsumer sent;

  /**
   * @param sent is given the length of each piece, on the client's thread
   */
  CountedBody(Path file, LongConsumer sent) throws FileNotFoundException {
    this.file = BodyPublishers.ofFile(file);
    this.sent = sent;
  }

  @Override
  public long contentLength() {
    return file.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    file.subscribe(new Counter(subscriber, sent));
  }

  private record Counter(Flow.Subscriber<? super ByteBuffer> next, LongConsumer sent)
      implements Flow.Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      next.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer piece) {
      sent.accept(piece.remaining());
      next.onNext(piece);
    }

    @Override
    public void onError(Throwable failure) {
      next.onError(failure);
    }

    @Override
    public void onComplete() {
      next.onComplete();
    }
  }
}
