package io.bridge.gateway.wellknown;

import io.bridge.gateway.GatewayConfig;
import java.net.URI;

/**
 * What a client needs to know to sign in, and where people look.
 *
 * @param project the Google Cloud project whose people these are
 * @param identityToolkit base of the sign-up and sign-in calls
 * @param secureToken where a refresh token becomes an ID token
 * @param authorize page of the browser sign-in
 * @param token where the browser sign-in's code becomes tokens
 * @param apiKey names the project to the identity toolkit; no secret
 * @param clientId OAuth client of the local app
 * @param console origin at which browsers find the console
 */
record ClientDocument(
    String project,
    URI identityToolkit,
    URI secureToken,
    URI authorize,
    URI token,
    String apiKey,
    String clientId,
    URI console) {

  static ClientDocument of(GatewayConfig config) {
    GatewayConfig.Client client = config.client();
    return new ClientDocument(
        config.idTokens().audience(),
        client.identityToolkit(),
        client.secureToken(),
        client.authorize(),
        client.token(),
        client.apiKey(),
        client.clientId(),
        config.consoleUrl());
  }
}
