package io.bridge.gateway.wellknown;

import io.bridge.gateway.GatewayConfig;
import java.net.URI;

/**
 * What a client needs to know to sign in.
 *
 * @param project the Google Cloud project whose people these are
 * @param identityToolkit base of the sign-up and sign-in calls
 * @param secureToken where a refresh token becomes an ID token
 * @param authorize page of the browser sign-in
 * @param token where the browser sign-in's code becomes tokens
 * @param apiKey names the project to the identity toolkit; no secret
 * @param clientId OAuth client of the local app
 */
record ClientDocument(
    String project,
    URI identityToolkit,
    URI secureToken,
    URI authorize,
    URI token,
    String apiKey,
    String clientId) {

  static ClientDocument of(String project, GatewayConfig.Client client) {
    return new ClientDocument(
        project,
        client.identityToolkit(),
        client.secureToken(),
        client.authorize(),
        client.token(),
        client.apiKey(),
        client.clientId());
  }
}
