package io.bridge.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.SubscriberGrpc;
import com.google.pubsub.v1.Topic;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.PortTaken;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.iam.Tokens;
import io.bridge.cloud.tls.Tls;
import io.bridge.cloud.topology.Topology;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class GrpcPortTest {
  private static final String SYNC = "sync-service@p.iam.gserviceaccount.com";

  @TempDir static Path dir;
  private static Tokens tokens;
  private static Iam iam;
  private static GrpcPort port;
  private static ManagedChannel channel;

  /** Answers who calls, and fails in every way that a service can fail. */
  private static final class Publisher extends PublisherGrpc.PublisherImplBase {
    @Override
    public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
      iam.require(Iam.current(), "pubsub.topics.publish", request.getTopic());
      answer.onNext(PublishResponse.newBuilder().addMessageIds(Iam.current().email()).build());
      answer.onCompleted();
    }

    @Override
    public void getTopic(GetTopicRequest request, StreamObserver<Topic> answer) {
      switch (request.getTopic()) {
        case "observed" -> answer.onError(GoogleError.notFound("No such topic"));
        case "status" -> throw Status.ABORTED.withDescription("later").asRuntimeException();
        case "half" -> {
          answer.onNext(Topic.getDefaultInstance());
          throw GoogleError.conflict("after all");
        }
        default -> throw new IllegalStateException("secret detail");
      }
    }
  }

  @BeforeAll
  static void start() throws Exception {
    Tls.ensure(dir);
    tokens = Tokens.open(dir, "p", Clock.systemUTC());
    iam = new Iam(Topology.load(Path.of("..", "deploy", "topology.yaml"), "p"), tokens);
    port = GrpcPort.start(dir, 0, iam, List.of(new Publisher()));
    channel =
        NettyChannelBuilder.forAddress("localhost", port.port())
            .sslContext(GrpcSslContexts.forClient().trustManager(Tls.caPem(dir).toFile()).build())
            .build();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    port.close();
  }

  @Test
  void carriesTheCallerToTheService() {
    var answer = publisher(tokens.accessToken(SYNC)).publish(message("bridge.sync.v1", 1));
    assertEquals(SYNC, answer.getMessageIds(0));
  }

  @Test
  void refusesACallerWithoutTheRole() {
    var refused =
        failure(
            Status.Code.PERMISSION_DENIED,
            () -> publisher(tokens.accessToken(SYNC)).publish(message("bridge.identity.v1", 1)));
    assertEquals("User not authorized to perform this action.", refused.getDescription());
  }

  @Test
  void refusesForgedExpiredAndMissingTokens() {
    var expired = tokens.accessToken(SYNC, Duration.ofSeconds(-1));
    var idToken = tokens.oidcToken(SYNC, "https://pubsub.googleapis.com", Tokens.LIFETIME);
    for (var token : List.of(expired, idToken, "", "ya29.forged.mac")) {
      failure(
          Status.Code.UNAUTHENTICATED,
          () -> publisher(token).publish(message("bridge.sync.v1", 1)));
    }
    failure(
        Status.Code.UNAUTHENTICATED,
        () -> PublisherGrpc.newBlockingStub(channel).publish(message("bridge.sync.v1", 1)));
  }

  @Test
  void namesACallThatNobodyPlays() {
    var publisher = publisher(tokens.accessToken(SYNC));
    var known =
        failure(
            Status.Code.UNIMPLEMENTED,
            () -> publisher.listTopics(ListTopicsRequest.getDefaultInstance()));
    assertTrue(known.getDescription().contains("google.pubsub.v1.Publisher/ListTopics"));
    var unknown =
        failure(
            Status.Code.UNIMPLEMENTED,
            () ->
                SubscriberGrpc.newBlockingStub(channel)
                    .getSubscription(GetSubscriptionRequest.getDefaultInstance()));
    assertTrue(unknown.getDescription().contains("google.pubsub.v1.Subscriber/GetSubscription"));
  }

  @Test
  void wordsFailuresAsGoogleAndLeaksNothing() {
    var publisher = publisher(tokens.accessToken(SYNC));
    assertEquals(
        "No such topic",
        failure(Status.Code.NOT_FOUND, () -> publisher.getTopic(topic("observed")))
            .getDescription());
    failure(Status.Code.ABORTED, () -> publisher.getTopic(topic("status")));
    failure(Status.Code.ALREADY_EXISTS, () -> publisher.getTopic(topic("half")));
    var internal = failure(Status.Code.INTERNAL, () -> publisher.getTopic(topic("broken")));
    assertFalse(internal.getDescription().contains("secret"));
  }

  @Test
  void refusesAMessageThatIsTooLarge() {
    var publisher = publisher(tokens.accessToken(SYNC));
    failure(
        Status.Code.RESOURCE_EXHAUSTED,
        () -> publisher.publish(message("bridge.sync.v1", 13 * 1024 * 1024)));
    assertEquals(1, publisher.publish(message("bridge.sync.v1", 9_000_000)).getMessageIdsCount());
  }

  @Test
  void namesAPortThatIsTaken() {
    var failure =
        assertThrows(PortTaken.class, () -> GrpcPort.start(dir, port.port(), iam, List.of()));
    assertTrue(failure.getMessage().contains("Port " + port.port()));
  }

  private static Status failure(Status.Code code, Executable call) {
    var failure = assertThrows(StatusRuntimeException.class, call);
    assertEquals(code, failure.getStatus().getCode());
    return failure.getStatus();
  }

  private static PublisherGrpc.PublisherBlockingStub publisher(String token) {
    return PublisherGrpc.newBlockingStub(channel).withCallCredentials(new Bearer(token));
  }

  private static PublishRequest message(String topic, int bytes) {
    return PublishRequest.newBuilder()
        .setTopic("projects/p/topics/" + topic)
        .addMessages(PubsubMessage.newBuilder().setData(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  private static GetTopicRequest topic(String name) {
    return GetTopicRequest.newBuilder().setTopic(name).build();
  }

  private static final class Bearer extends CallCredentials {
    private final String token;

    Bearer(String token) {
      this.token = token;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
      var headers = new Metadata();
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
      applier.apply(headers);
    }
  }
}
