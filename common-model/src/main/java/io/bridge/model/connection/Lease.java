package io.bridge.model.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A short-lived access token of one connection, for one peer service. The holder asks whether it is
 * still good before each job.
 *
 * @param accessToken bearer token of Google; a secret, absent where the lease is only looked at
 * @param datasets the only datasets it is for; empty means all that the account sees
 * @param byteAllowance most bytes that may be billed with it
 * @param expiresAt end of the lease, never after the token's own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Lease(
    UUID id,
    UUID connectionId,
    UUID teamId,
    String projectId,
    LeasePurpose purpose,
    String accessToken,
    List<String> datasets,
    long byteAllowance,
    Instant expiresAt) {
  /** The token must not reach a log. */
  @Override
  public String toString() {
    return "Lease[" + id + ", connection " + connectionId + ", until " + expiresAt + "]";
  }
}
