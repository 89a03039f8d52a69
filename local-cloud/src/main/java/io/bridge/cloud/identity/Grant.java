package io.bridge.cloud.identity;

import java.time.Instant;

/**
 * What a refresh token stands for.
 *
 * @param client the OAuth client, or {@code firebase:<sign-in provider>}
 * @param scope of OAuth; empty for Identity Platform
 * @param code hash of the authorization code it came from; null where it came from none
 */
record Grant(String localId, String client, String scope, Instant signedInAt, byte[] code) {}
