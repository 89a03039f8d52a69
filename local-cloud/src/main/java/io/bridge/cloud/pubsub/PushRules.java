package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.PushConfig;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.Rules;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** What a push configuration may be here. Plain HTTP is taken, too: the machine is one's own. */
final class PushRules {
  private static final String VERSION = "x-goog-version";
  private static final Set<String> VERSIONS = Set.of("v1", "v1beta2");

  private PushRules() {}

  /** As it is kept; an empty one means pull. */
  static PushConfig checked(PushConfig wanted) {
    if (wanted.getPushEndpoint().isEmpty()) {
      if (wanted.hasOidcToken() || wanted.hasNoWrapper()) {
        throw GoogleError.invalid("A push configuration needs a push_endpoint.");
      }
      return PushConfig.getDefaultInstance();
    }
    endpoint(wanted.getPushEndpoint());
    attributes(wanted.getAttributesMap());
    if (wanted.hasOidcToken() && wanted.getOidcToken().getServiceAccountEmail().isEmpty()) {
      throw GoogleError.invalid("An oidc_token needs a service_account_email.");
    }
    return wanted.toBuilder().putAttributes(VERSION, "v1").build();
  }

  private static void endpoint(String endpoint) {
    if (PushAddress.isOfService(endpoint)) {
      return;
    }
    try {
      URI uri = URI.create(endpoint);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null) {
        return;
      }
    } catch (IllegalArgumentException _) {
      // Refused below.
    }
    throw GoogleError.invalid("Invalid push endpoint given (endpoint=" + endpoint + ").");
  }

  private static void attributes(Map<String, String> attributes) {
    attributes.forEach(
        (key, value) -> {
          if (!key.equals(VERSION)) {
            throw GoogleError.invalid("Unknown push attribute " + key + ".");
          }
          Rules.refuse(value.equals("v1beta1"), "PushConfig with x-goog-version v1beta1");
          if (!VERSIONS.contains(value)) {
            throw GoogleError.invalid("Invalid x-goog-version.");
          }
        });
  }
}
