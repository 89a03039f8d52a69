package io.bridge.cloud.bench;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PublisherGrpc.PublisherFutureStub;
import com.google.pubsub.v1.PubsubMessage;
import io.grpc.CallCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Publishes messages one by one and takes their pushes. */
final class PushedMessages implements AutoCloseable {
  private static final int IN_FLIGHT = 64;
  private static final int BYTES = 500;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<CountDownLatch> missing =
      new AtomicReference<>(new CountDownLatch(0));
  private final HttpServer server;

  PushedMessages() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            _ -> {
                              request.response().setStatusCode(204).end();
                              missing.get().countDown();
                            }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  /** Where the messages have to be pushed to. */
  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Publishes, and waits until each was pushed and answered with 204. */
  void send(CloudProcess cloud, int count) throws IOException, InterruptedException {
    missing.set(new CountDownLatch(count));
    ManagedChannel channel =
        Grpc.newChannelBuilder(
                cloud.grpc(),
                TlsChannelCredentials.newBuilder()
                    .trustManager(cloud.dir().resolve("ca/ca.pem").toFile())
                    .build())
            .build();
    try {
      var publisher =
          PublisherGrpc.newFutureStub(channel).withCallCredentials(bearer(cloud.adminToken()));
      publish(publisher, count);
      if (!missing.get().await(5, TimeUnit.MINUTES)) {
        throw new IOException(missing.get().getCount() + " messages were not pushed");
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private static void publish(PublisherFutureStub publisher, int count)
      throws InterruptedException {
    PublishRequest request =
        PublishRequest.newBuilder()
            .setTopic("projects/" + CloudProcess.PROJECT + "/topics/pushed")
            .addMessages(PubsubMessage.newBuilder().setData(ByteString.copyFrom(new byte[BYTES])))
            .build();
    Semaphore room = new Semaphore(IN_FLIGHT);
    for (int i = 0; i < count; i++) {
      room.acquire();
      publisher.publish(request).addListener(room::release, Runnable::run);
    }
    room.acquire(IN_FLIGHT);
  }

  private static CallCredentials bearer(String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return new CallCredentials() {
      @Override
      public void applyRequestMetadata(
          RequestInfo request, Executor executor, MetadataApplier applier) {
        applier.apply(headers);
      }
    };
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
