package io.bridge.cloud.pubsub;

import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.pubsub.v1.stub.GrpcPublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStubSettings;
import com.google.pubsub.v1.PublishRequest;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.util.List;

/** One publish call by Google's generated client. */
final class TestPublisher {
  private TestPublisher() {}

  static List<String> publish(
      TestCloud cloud, CredentialsProvider credentials, PublishRequest request) throws IOException {
    PublisherStubSettings settings =
        PublisherStubSettings.newBuilder()
            .setTransportChannelProvider(cloud.channel())
            .setCredentialsProvider(credentials)
            .build();
    try (PublisherStub stub = GrpcPublisherStub.create(settings)) {
      return stub.publishCallable().call(request).getMessageIdsList();
    }
  }
}
