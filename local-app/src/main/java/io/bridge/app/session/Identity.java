package io.bridge.app.session;

import java.net.URI;

/**
 * Where and how to sign in, as the gateway's {@code /.well-known/bridge} says.
 *
 * @param project id of the Google project
 * @param identityToolkit base address; {@code /v1/accounts:…} follows
 * @param secureToken base address; {@code /v1/token} follows
 * @param authorize address of the sign-in page
 * @param token address where a code is exchanged
 * @param apiKey names the project to the identity APIs; public
 * @param clientId of this app at the sign-in page; public
 * @param console origin at which browsers find the console; null: the gateway's own
 */
public record Identity(
    String project,
    URI identityToolkit,
    URI secureToken,
    URI authorize,
    URI token,
    String apiKey,
    String clientId,
    URI console) {}
