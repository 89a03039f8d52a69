package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Pub/Sub's calls: those of administration, of publishing, of pulling and of streaming. */
final class PubSubContract implements ContractClient {
  private final PubSubAdmin admin;
  private final SubscriberStub subscriber;
  private final Map<String, Call> calls = new HashMap<>();

  PubSubContract(TestCloud cloud, CredentialsProvider who) throws IOException {
    admin = new PubSubAdmin(cloud, who);
    subscriber =
        GrpcSubscriberStub.create(
            SubscriberStubSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(who)
                .build());
    calls.putAll(admin.calls());
    calls.putAll(new PubSubPublishing(cloud, who).calls());
    calls.putAll(new PubSubPulls(subscriber).calls());
    calls.putAll(new PubSubStreams(cloud, who, subscriber).calls());
  }

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    Call known = calls.get(call);
    if (known == null) {
      throw ContractClient.unknown(call);
    }
    return known.with(with);
  }

  @Override
  public void close() {
    admin.close();
    subscriber.close();
  }
}
