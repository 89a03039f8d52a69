package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Subscription;
import io.bridge.cloud.ServiceUrls;
import io.bridge.cloud.topology.Topology;
import java.net.URI;

/**
 * Push endpoints of the topology name a service, which may move while the cloud runs; what a client
 * sees is where it is now.
 */
final class PushAddress {
  private static final String SERVICE = "service:";

  private PushAddress() {}

  static String of(Topology.Target target) {
    return SERVICE + target.service() + target.path();
  }

  static boolean isOfService(String endpoint) {
    return endpoint.startsWith(SERVICE);
  }

  static URI resolve(String endpoint, ServiceUrls services) {
    if (!isOfService(endpoint)) {
      return URI.create(endpoint);
    }
    int path = endpoint.indexOf('/');
    return services.of(endpoint.substring(SERVICE.length(), path), endpoint.substring(path));
  }

  /** The subscription as a client sees it. */
  static Subscription resolved(Subscription subscription, ServiceUrls services) {
    PushConfig push = subscription.getPushConfig();
    if (!isOfService(push.getPushEndpoint())) {
      return subscription;
    }
    String url = resolve(push.getPushEndpoint(), services).toString();
    PushConfig.Builder seen = push.toBuilder().setPushEndpoint(url);
    seen.getOidcTokenBuilder().setAudience(url);
    return subscription.toBuilder().setPushConfig(seen).build();
  }
}
