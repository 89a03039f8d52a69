package io.bridge.cloud.pubsub;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ClientStream;
import com.google.api.gax.rpc.ResponseObserver;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.api.gax.rpc.StreamController;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A StreamingPull by Google's generated client, request by request. */
public final class TestStream implements ResponseObserver<StreamingPullResponse>, AutoCloseable {
  private final BlockingQueue<StreamingPullResponse> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<Code> end = new CompletableFuture<>();
  private ClientStream<StreamingPullRequest> requests;
  private StreamController controller;

  private TestStream() {}

  static TestStream open(GooglePubSub google) {
    return open(google.stub());
  }

  public static TestStream open(SubscriberStub stub) {
    TestStream stream = new TestStream();
    stream.requests = stub.streamingPullCallable().splitCall(stream);
    return stream;
  }

  public void send(StreamingPullRequest request) {
    requests.send(request);
  }

  void acknowledge(ReceivedMessage message) {
    send(StreamingPullRequest.newBuilder().addAckIds(message.getAckId()).build());
  }

  void refuse(ReceivedMessage message) {
    extend(message, 0);
  }

  void extend(ReceivedMessage message, int seconds) {
    send(
        StreamingPullRequest.newBuilder()
            .addModifyDeadlineAckIds(message.getAckId())
            .addModifyDeadlineSeconds(seconds)
            .build());
  }

  /** Returns when everything sent before was read. */
  void ping() throws InterruptedException {
    send(StreamingPullRequest.getDefaultInstance());
    next();
  }

  StreamingPullResponse next() throws InterruptedException {
    StreamingPullResponse response = responses.poll(30, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("Nothing came: " + end);
    }
    return response;
  }

  /** Null when nothing comes in time. */
  public StreamingPullResponse poll(int millis) throws InterruptedException {
    return responses.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** The next messages, in as many responses as they come. */
  public List<ReceivedMessage> messages(int count) throws InterruptedException {
    List<ReceivedMessage> messages = new ArrayList<>();
    while (messages.size() < count) {
      messages.addAll(next().getReceivedMessagesList());
    }
    return messages;
  }

  /** How the stream ended. */
  Code end() throws Exception {
    return end.get(30, TimeUnit.SECONDS);
  }

  void cancel() {
    controller.cancel();
  }

  @Override
  public void onStart(StreamController started) {
    controller = started;
  }

  @Override
  public void onResponse(StreamingPullResponse response) {
    responses.add(response);
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(failure instanceof ApiException e ? e.getStatusCode().getCode() : Code.UNKNOWN);
  }

  @Override
  public void onComplete() {
    end.complete(Code.OK);
  }

  @Override
  public void close() {
    if (!end.isDone()) {
      requests.closeSend();
    }
  }
}
