package io.bridge.gateway.identity;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once people can be looked up. The first look also wakes the persistence layer, which on a
 * busy machine takes longer than a person is made to wait.
 */
@Singleton
@Readiness
class PeopleReady implements AsyncHealthCheck {
  private static final String NAME = "People can be looked up";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final SignIn NOBODY = new SignIn("nobody", "nobody", null);

  private final UserService users;

  PeopleReady(UserService users) {
    this.users = users;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return users
        .isKnown(NOBODY)
        .map(_ -> HealthCheckResponse.up(NAME))
        .memoize() // as in IdTokens: giving up must not cut the query off
        .indefinitely()
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure()
        .recoverWithItem(HealthCheckResponse.down(NAME));
  }
}
