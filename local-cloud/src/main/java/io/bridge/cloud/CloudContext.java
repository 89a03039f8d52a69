package io.bridge.cloud;

import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.iam.OidcCaller;
import io.bridge.cloud.iam.ServiceAccounts;
import io.bridge.cloud.iam.Tokens;
import io.bridge.cloud.topology.Topology;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What each API package gets.
 *
 * @param dir root of all state; an API keeps its own under {@code dir/<api>}
 * @param backoffScale every backoff and schedule interval is multiplied by it
 */
public record CloudContext(
    Path dir,
    String project,
    Topology topology,
    Iam iam,
    Tokens tokens,
    ServiceAccounts accounts,
    Vertx vertx,
    Clock clock,
    double backoffScale,
    ServiceUrls serviceUrls,
    OidcCaller oidc) {}
