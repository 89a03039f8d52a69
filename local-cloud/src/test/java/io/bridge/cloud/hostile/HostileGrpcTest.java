package io.bridge.cloud.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.GetCryptoKeyRequest;
import com.google.cloud.kms.v1.KeyManagementServiceGrpc;
import com.google.cloud.scheduler.v1.CloudSchedulerGrpc;
import com.google.cloud.tasks.v2.CloudTasksGrpc;
import com.google.common.io.ByteStreams;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.SubscriberGrpc;
import io.bridge.cloud.RawConnection;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gRPC method with bytes that are no message, and the port itself with what is no HTTP/2. */
@Isolated("counts what the whole process has")
class HostileGrpcTest {
  private static final String KEY =
      "projects/bridge-test/locations/us-central1/keyRings/bridge-credentials/cryptoKeys/"
          + "service-account-encryption";
  private static final List<String> NAMES =
      List.of(
          "",
          "..",
          "projects/../../escaped",
          "projects/bridge-test/topics/../../escaped",
          "projects/bridge-test/subscriptions/a/b",
          "projects/bridge-test/topics/\u0000",
          "projects/bridge-test/locations/../queues/..",
          "projects/bridge-test/locations/x/queues/\\escaped/tasks/..",
          "projects/bridge-test/locations/..%2f/keyRings/../cryptoKeys/..",
          KEY + "/cryptoKeyVersions/99999999999999",
          KEY + "/../x",
          "a".repeat(100_000),
          "\ufffd'; DROP TABLE object; --");
  private static final Set<Status.Code> BROKEN =
      Set.of(
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN,
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED);
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir static Path parent;

  private static Siege siege;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws Exception {
    siege = Siege.begin(parent);
    channel =
        Grpc.newChannelBuilder(
                siege.cloud().grpc(),
                TlsChannelCredentials.newBuilder()
                    .trustManager(siege.cloud().caPem().toFile())
                    .build())
            .build();
  }

  @AfterEach
  void isUnharmed() throws Exception {
    siege.assertUnharmed();
    CryptoKey key =
        ClientCalls.blockingUnaryCall(
            authorized(),
            KeyManagementServiceGrpc.getGetCryptoKeyMethod(),
            CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
            GetCryptoKeyRequest.newBuilder().setName(KEY).build());
    assertEquals(KEY, key.getName());
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    siege.close();
  }

  static Stream<MethodDescriptor<?, ?>> methods() {
    return Stream.of(
            KeyManagementServiceGrpc.getServiceDescriptor(),
            PublisherGrpc.getServiceDescriptor(),
            SubscriberGrpc.getServiceDescriptor(),
            CloudTasksGrpc.getServiceDescriptor(),
            CloudSchedulerGrpc.getServiceDescriptor())
        .flatMap(service -> service.getMethods().stream())
        .filter(method -> method.getType() == MethodDescriptor.MethodType.UNARY);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void refusesBytesThatAreNoMessage(MethodDescriptor<?, ?> method) {
    for (byte[] bytes : garbage()) {
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> call(method, bytes));

      assertTrue(
          refused.getStatus().getCode() != Status.Code.UNAVAILABLE
              && refused.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED,
          () -> method + ": " + refused);
    }
  }

  private static List<byte[]> garbage() {
    List<byte[]> all = new ArrayList<>();
    byte[] random = new byte[500];
    new Random(7).nextBytes(random);
    all.add(random);
    all.add(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
    all.add(new byte[] {10, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7});
    all.add(new byte[] {10, 5, 'a'});
    all.add(new byte[] {10, 1, (byte) 0xff});
    all.add(new byte[] {10, 2, (byte) 0xc0, (byte) 0xae});
    byte[] groups = new byte[100_000];
    java.util.Arrays.fill(groups, (byte) 0x0b);
    all.add(groups);
    return all;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void noNameLeavesItsPlace(MethodDescriptor<?, ?> method) {
    Descriptor request =
        ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor())
            .getMethodDescriptor()
            .getInputType();
    for (String name : NAMES) {
      for (int depth = 0; depth < 3; depth++) {
        Status status = status(method, named(request, name, depth).toByteArray());

        assertFalse(
            BROKEN.contains(status.getCode()),
            () -> method.getFullMethodName() + " of " + name + ": " + status);
      }
    }
  }

  /** A message with the text in every field that takes text, also in those of its parts. */
  private static DynamicMessage named(Descriptor type, String name, int depth) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      Object value =
          switch (field.getJavaType()) {
            case STRING -> name;
            case BYTE_STRING -> ByteString.copyFromUtf8(name);
            case MESSAGE -> part(field, name, depth - 1);
            default -> null;
          };
      if (value != null && field.isRepeated()) {
        message.addRepeatedField(field, value);
      } else if (value != null) {
        message.setField(field, value);
      }
    }
    return message.build();
  }

  private static DynamicMessage part(FieldDescriptor field, String name, int depth) {
    return depth < 0 || field.isMapField() ? null : named(field.getMessageType(), name, depth);
  }

  private static Status status(MethodDescriptor<?, ?> method, byte[] bytes) {
    try {
      call(method, bytes);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  @Test
  void hangsUpOnWhatIsNoHttp2() throws Exception {
    byte[] random = new byte[5000];
    new Random(3).nextBytes(random);
    for (byte[] bytes :
        List.of(
            random,
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
            joined(PREFACE, random),
            joined(PREFACE, frame(0xff_ffff, 0, 0, 0, new byte[10])),
            joined(PREFACE, frame(8, 4, 0, 7, new byte[8])),
            joined(PREFACE, frame(4, 1, 4, 1, new byte[] {1, 2, 3, 4})),
            joined(PREFACE, frame(6, 4, 0, 0, new byte[] {0, 4, 0, 0, 0, 0})))) {
      try (RawConnection connection = connect()) {
        connection.send(bytes).answer();
      }
    }
  }

  @Test
  void outlivesAFloodOfFrames() throws Exception {
    byte[] settings = frame(0, 4, 0, 0, new byte[0]);
    byte[] ping = frame(8, 6, 0, 0, new byte[8]);
    byte[] emptyHeaders = frame(0, 1, 4, 1, new byte[0]);
    byte[] continuation = frame(0, 9, 0, 1, new byte[0]);
    for (byte[] flood : List.of(settings, ping, emptyHeaders, continuation)) {
      try (RawConnection connection = connect()) {
        byte[] block = new byte[0];
        for (int i = 0; i < 500; i++) {
          block = joined(block, flood);
        }
        connection.send(joined(PREFACE, settings));
        sendWhileItListens(connection, block);
      }
    }
  }

  private static void sendWhileItListens(RawConnection connection, byte[] block) {
    try {
      for (int i = 0; i < 40; i++) {
        connection.send(block);
      }
    } catch (IOException _) {
      // To hang up is a good answer to a flood.
    }
  }

  private static RawConnection connect() throws IOException {
    return RawConnection.open(siege.http(), URI.create("https://" + siege.cloud().grpc()));
  }

  private static byte[] frame(int length, int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (length >> 16))
        .putShort((short) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }

  private static byte[] call(MethodDescriptor<?, ?> method, byte[] bytes) {
    MethodDescriptor<byte[], byte[]> raw =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(method.getFullMethodName())
            .setRequestMarshaller(new Raw())
            .setResponseMarshaller(new Raw())
            .build();
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    return ClientCalls.blockingUnaryCall(authorized(), raw, options, bytes);
  }

  private static io.grpc.Channel authorized() {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + siege.adminToken());
    ClientInterceptor attach = MetadataUtils.newAttachHeadersInterceptor(headers);
    return ClientInterceptors.intercept(channel, attach);
  }

  private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return ByteStreams.toByteArray(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
