package io.bridge.cloud.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.GetCryptoKeyRequest;
import com.google.cloud.kms.v1.KeyManagementServiceGrpc;
import com.google.cloud.tasks.v2.CloudTasksGrpc;
import com.google.cloud.tasks.v2.CreateTaskRequest;
import com.google.cloud.tasks.v2.GetQueueRequest;
import com.google.cloud.tasks.v2.HttpRequest;
import com.google.cloud.tasks.v2.ListTasksRequest;
import com.google.cloud.tasks.v2.OidcToken;
import com.google.cloud.tasks.v2.PurgeQueueRequest;
import com.google.cloud.tasks.v2.Task;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.SubscriberGrpc;
import io.bridge.cloud.CloudAtHand;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call as every account of the topology: who has the role may, everybody else may not. */
class RolesTest {
  private static final String P = CloudAtHand.PROJECT;
  private static final String DENIED = "(or it may not exist).";
  private static final String KEY =
      "projects/"
          + P
          + "/locations/us-central1/keyRings/bridge-credentials/cryptoKeys/"
          + "service-account-encryption";
  private static final String QUEUES = "projects/" + P + "/locations/us-central1/queues/";

  @TempDir static Path dir;

  private static CloudAtHand cloud;
  private static ManagedChannel channel;
  private static String admin;
  private static int round;

  /** What came back, by the name of its gRPC status. */
  private record Said(String status, String text) {
    boolean refused() {
      return status.equals("PERMISSION_DENIED");
    }
  }

  /**
   * @param wording that a refusal must have
   * @param may accounts beside the administrator
   * @param as does it with a token; an empty one stands for none
   */
  private record Call(String name, String wording, Set<String> may, Function<String, Said> as) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    cloud = CloudAtHand.start(dir);
    admin = cloud.cloud().tokens().accessToken(cloud.cloud().tokens().adminEmail());
    var credentials =
        TlsChannelCredentials.newBuilder().trustManager(cloud.cloud().caPem().toFile()).build();
    channel = Grpc.newChannelBuilder(cloud.cloud().grpc(), credentials).build();
    String datasets = "/bigquery/v2/projects/" + P + "/datasets";
    http("POST", datasets, "{\"datasetReference\":{\"datasetId\":\"d\"}}").apply(admin);
    String schema = "\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"INT64\"}]}";
    http("POST", datasets + "/d/tables", "{\"tableReference\":{\"tableId\":\"t\"}," + schema + "}")
        .apply(admin);
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    cloud.close();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void onlyWhoHasTheRoleMay(Call call) {
    for (String account : new TreeSet<>(cloud.cloud().topology().serviceAccounts().keySet())) {
      Said said = call.as().apply(cloud.token(account));

      assertEquals(!call.may().contains(account), said.refused(), () -> account + ": " + said);
      if (said.refused()) {
        assertTrue(said.text().contains(call.wording()), said::text);
      } else {
        assertEquals("OK", said.status(), () -> account + ": " + said);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void theAdministratorMayAndAPersonAndNobodyMayNot(Call call) {
    String person = cloud.cloud().tokens().userAccessToken("sync-service@" + P + ".example");

    Said asAdmin = call.as().apply(admin);
    Said asPerson = call.as().apply(person);
    Said asNobody = call.as().apply("");

    assertEquals("OK", asAdmin.status(), asAdmin::toString);
    assertEquals("PERMISSION_DENIED", asPerson.status(), asPerson::toString);
    assertEquals("UNAUTHENTICATED", asNobody.status(), asNobody::toString);
  }

  static List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    storage(calls, P + "-raw-data-ingress", "sync-service");
    storage(calls, P + "-bridge-credentials", "connection-service");
    storage(calls, P + "-bridge-dashboards", "dashboard-service");
    bigQuery(calls);
    kms(calls);
    pubSub(calls);
    tasks(calls);
    iam(calls);
    return calls;
  }

  private static void storage(List<Call> calls, String bucket, String owner) {
    String objects = "/storage/v1/b/" + bucket + "/o";
    String one = objects + "/there";
    String upload = "/upload/storage/v1/b/" + bucket + "/o?uploadType=media&name=";
    Function<String, Said> put = http("POST", upload + "there", "x");
    String words = " access to the Google Cloud Storage ";
    Set<String> may = Set.of(owner);
    calls.add(new Call("storage.objects.create " + bucket, words, may, put));
    calls.add(after(put, "storage.objects.get " + bucket, words, may, http("GET", one, null)));
    calls.add(after(put, "alt=media " + bucket, words, may, http("GET", one + "?alt=media", null)));
    calls.add(new Call("storage.objects.list " + bucket, words, may, http("GET", objects, null)));
    calls.add(after(put, "storage.objects.update " + bucket, words, may, http("PATCH", one, "{}")));
    calls.add(
        after(put, "storage.objects.delete " + bucket, words, may, http("DELETE", one, null)));
    calls.add(
        after(
            put,
            "compose " + bucket,
            words,
            may,
            http("POST", objects + "/all/compose", "{\"sourceObjects\":[{\"name\":\"there\"}]}")));
    calls.add(
        after(
            put,
            "rewrite " + bucket,
            words,
            may,
            http("POST", one + "/rewriteTo/b/" + bucket + "/o/copy", "")));
    calls.add(
        new Call(
            "storage.buckets.get " + bucket,
            words,
            Set.of(),
            http("GET", "/storage/v1/b/" + bucket, null)));
    calls.add(
        new Call(
            "storage.buckets.list",
            words,
            Set.of(),
            http("GET", "/storage/v1/b?project=" + P, null)));
  }

  private static void bigQuery(List<Call> calls) {
    String root = "/bigquery/v2/projects/" + P;
    String dataset = root + "/datasets/d";
    Set<String> may = Set.of("sync-service");
    String words = "Access Denied: ";
    String query = "{\"query\":\"SELECT 1\",\"useLegacySql\":false}";
    calls.add(new Call("jobs.create", words, may, http("POST", root + "/queries", query)));
    calls.add(new Call("datasets.get", words, may, http("GET", dataset, null)));
    calls.add(new Call("tables.list", words, may, http("GET", dataset + "/tables", null)));
    calls.add(new Call("tables.get", words, may, http("GET", dataset + "/tables/t", null)));
    calls.add(new Call("getData", words, may, http("GET", dataset + "/tables/t/data", null)));
    calls.add(
        new Call(
            "tables.create",
            words,
            may,
            token ->
                http(
                        "POST",
                        dataset + "/tables",
                        "{\"tableReference\":{\"tableId\":\"n%d\"}}".formatted(round++))
                    .apply(token)));
    calls.add(
        new Call(
            "datasets.create",
            words,
            may,
            token ->
                http(
                        "POST",
                        root + "/datasets",
                        "{\"datasetReference\":{\"datasetId\":\"n%d\"}}".formatted(round++))
                    .apply(token)));
  }

  private static void kms(List<Call> calls) {
    ByteString plain = ByteString.copyFromUtf8("plain");
    EncryptRequest encrypt = EncryptRequest.newBuilder().setName(KEY).setPlaintext(plain).build();
    Set<String> may = Set.of("connection-service");
    calls.add(
        new Call(
            "kms encrypt",
            "Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied on resource '" + KEY,
            may,
            grpc(KeyManagementServiceGrpc.getEncryptMethod(), encrypt)));
    calls.add(
        new Call(
            "kms decrypt",
            "Permission 'cloudkms.cryptoKeyVersions.useToDecrypt' denied on resource '" + KEY,
            may,
            token -> {
              var sealed =
                  ClientCalls.blockingUnaryCall(
                      with(admin),
                      KeyManagementServiceGrpc.getEncryptMethod(),
                      CallOptions.DEFAULT,
                      encrypt);
              var request =
                  DecryptRequest.newBuilder()
                      .setName(KEY)
                      .setCiphertext(sealed.getCiphertext())
                      .build();
              return grpc(KeyManagementServiceGrpc.getDecryptMethod(), request).apply(token);
            }));
    calls.add(
        new Call(
            "kms get",
            DENIED,
            Set.of(),
            grpc(
                KeyManagementServiceGrpc.getGetCryptoKeyMethod(),
                GetCryptoKeyRequest.newBuilder().setName(KEY).build())));
  }

  private static void pubSub(List<Call> calls) {
    String words = "User not authorized to perform this action.";
    String topic = "projects/" + P + "/topics/bridge.sync.v1";
    String subscription = "projects/" + P + "/subscriptions/dead.bridge.sync.v1";
    for (String owner :
        List.of("identity", "connection", "catalog", "sync", "dashboard", "agent")) {
      String service = owner.equals("identity") ? "gateway-service" : owner + "-service";
      PublishRequest request =
          PublishRequest.newBuilder()
              .setTopic("projects/" + P + "/topics/bridge." + owner + ".v1")
              .addMessages(PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8("x")))
              .build();
      calls.add(
          new Call(
              "publish " + owner,
              words,
              Set.of(service),
              grpc(PublisherGrpc.getPublishMethod(), request)));
    }
    calls.add(
        new Call(
            "topics.get",
            words,
            Set.of(),
            grpc(
                PublisherGrpc.getGetTopicMethod(),
                GetTopicRequest.newBuilder().setTopic(topic).build())));
    calls.add(
        new Call(
            "topics.list",
            words,
            Set.of(),
            grpc(
                PublisherGrpc.getListTopicsMethod(),
                ListTopicsRequest.newBuilder().setProject("projects/" + P).build())));
    calls.add(
        new Call(
            "subscriptions.get",
            words,
            Set.of(),
            grpc(
                SubscriberGrpc.getGetSubscriptionMethod(),
                GetSubscriptionRequest.newBuilder().setSubscription(subscription).build())));
    @SuppressWarnings("deprecation")
    PullRequest pull =
        PullRequest.newBuilder()
            .setSubscription(subscription)
            .setMaxMessages(1)
            .setReturnImmediately(true)
            .build();
    calls.add(new Call("pull", words, Set.of(), grpc(SubscriberGrpc.getPullMethod(), pull)));
  }

  private static void tasks(List<Call> calls) {
    String words = "lacks IAM permission \"cloudtasks.";
    for (var one : List.of(List.of("sync-loads", "sync"), List.of("agent-tasks", "agent"))) {
      String queue = QUEUES + one.get(0);
      String pusher = "bridge-push@" + P + ".iam.gserviceaccount.com";
      Task task =
          Task.newBuilder()
              .setHttpRequest(
                  HttpRequest.newBuilder()
                      .setUrl("http://localhost:9/internal/x")
                      .setOidcToken(OidcToken.newBuilder().setServiceAccountEmail(pusher)))
              .build();
      calls.add(
          new Call(
              "tasks.create " + queue,
              words + "tasks.create\"",
              Set.of(one.get(1) + "-service"),
              grpc(
                  CloudTasksGrpc.getCreateTaskMethod(),
                  CreateTaskRequest.newBuilder().setParent(queue).setTask(task).build())));
      calls.add(
          new Call(
              "tasks.list " + queue,
              words + "tasks.list\"",
              Set.of(),
              grpc(
                  CloudTasksGrpc.getListTasksMethod(),
                  ListTasksRequest.newBuilder().setParent(queue).build())));
      calls.add(
          new Call(
              "queues.get " + queue,
              words + "queues.get\"",
              Set.of(),
              grpc(
                  CloudTasksGrpc.getGetQueueMethod(),
                  GetQueueRequest.newBuilder().setName(queue).build())));
      calls.add(
          new Call(
              "queues.purge " + queue,
              words + "queues.purge\"",
              Set.of(),
              grpc(
                  CloudTasksGrpc.getPurgeQueueMethod(),
                  PurgeQueueRequest.newBuilder().setName(queue).build())));
    }
  }

  private static void iam(List<Call> calls) {
    String words = "denied on resource (or it may not exist).";
    String accounts = "/v1/projects/" + P + "/serviceAccounts";
    calls.add(new Call("accounts.list", words, Set.of(), http("GET", accounts, null)));
    calls.add(
        new Call(
            "accounts.create",
            words,
            Set.of(),
            http("POST", accounts, "{\"accountId\":\"made-by-nobody\"}")));
    calls.add(
        new Call(
            "keys.list",
            words,
            Set.of(),
            http("GET", accounts + "/bridge-push@" + P + ".iam.gserviceaccount.com/keys", null)));
    calls.add(
        new Call(
            "getIamPolicy",
            words,
            Set.of(),
            http("POST", "/v1/projects/" + P + ":getIamPolicy", "{}")));
    for (String account : List.of("sync-service", "gateway-service")) {
      String resource =
          "/v1/projects/-/serviceAccounts/" + account + "@" + P + ".iam.gserviceaccount.com";
      Set<String> may = account.equals("sync-service") ? Set.of(account) : Set.of();
      calls.add(
          new Call(
              "signBlob " + account,
              words,
              may,
              http("POST", resource + ":signBlob", "{\"payload\":\"eA==\"}")));
      calls.add(
          new Call(
              "generateIdToken " + account,
              words,
              may,
              http("POST", resource + ":generateIdToken", "{\"audience\":\"x\"}")));
    }
  }

  /** A call that needs something to be there, put by the administrator. */
  private static Call after(
      Function<String, Said> before,
      String name,
      String wording,
      Set<String> may,
      Function<String, Said> call) {
    return new Call(
        name,
        wording,
        may,
        token -> {
          before.apply(admin);
          return call.apply(token);
        });
  }

  private static Function<String, Said> http(String method, String path, String body) {
    return token -> {
      var request = cloud.request(path);
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      if (body != null) {
        request.header("Content-Type", "application/json");
      }
      var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
      var answer = cloud.send(request.method(method, publisher));
      String status =
          switch (answer.statusCode()) {
            case 200, 204 -> "OK";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            default -> "" + answer.statusCode();
          };
      boolean json = status.equals("PERMISSION_DENIED");
      return new Said(status, json ? CloudAtHand.message(answer) : answer.body());
    };
  }

  private static <Q, A> Function<String, Said> grpc(MethodDescriptor<Q, A> method, Q request) {
    return token -> {
      try {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
        ClientCalls.blockingUnaryCall(with(token), method, options, request);
        return new Said("OK", "");
      } catch (StatusRuntimeException e) {
        return new Said(e.getStatus().getCode().name(), e.getStatus().getDescription());
      }
    };
  }

  private static Channel with(String token) {
    Metadata headers = new Metadata();
    if (!token.isEmpty()) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }
}
