package io.bridge.gateway.identity;

import io.bridge.gateway.team.TeamService;
import io.bridge.model.identity.Caller;
import io.bridge.model.identity.Me;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;

/** Knows the people: writes them down at their first sign-in and says what they may do. */
@ApplicationScoped
class UserService {
  private final UserRepository users;
  private final TeamService teams;
  private final Clock clock;

  UserService(UserRepository users, TeamService teams, Clock clock) {
    this.users = users;
    this.teams = teams;
    this.clock = clock;
  }

  /**
   * Read anew for each request, so a right that was taken away is gone with the next one. Of two
   * first sign-ins at once the second finds the row of the first.
   */
  Uni<Caller> caller(SignIn signIn) {
    return read(signIn)
        .onFailure(UserRepository::isAlreadyThere)
        .recoverWithUni(() -> read(signIn));
  }

  @WithSession
  Uni<Caller> read(SignIn signIn) {
    return users.find(signIn).chain(found -> current(found, signIn)).chain(this::withTeams);
  }

  private Uni<UserEntity> current(UserEntity found, SignIn signIn) {
    return found != null && found.agreesWith(signIn)
        ? Uni.createFrom().item(found)
        : write(found, signIn);
  }

  @WithTransaction
  Uni<UserEntity> write(UserEntity found, SignIn signIn) {
    if (found == null) {
      return users.persistAndFlush(UserEntity.from(signIn, clock.instant()));
    }
    found.email = signIn.email();
    return users.flush().replaceWith(found);
  }

  /**
   * Somebody who signed in before. Fails with {@link ExchangeRefused} where there is nobody of that
   * id.
   */
  @WithSession
  Uni<Caller> callerOf(UUID userId) {
    return users
        .findById(userId)
        .onItem()
        .ifNull()
        .failWith(ExchangeRefused::invalidSubject)
        .chain(this::withTeams);
  }

  private Uni<Caller> withTeams(UserEntity user) {
    return teams.roles(user.id).map(held -> new Caller(user.id, null, held, user.roles()));
  }

  @WithSession
  Uni<Boolean> isKnown(SignIn signIn) {
    return users.find(signIn).map(Objects::nonNull);
  }

  @WithSession
  Uni<Me> me(UUID userId) {
    return users.findById(userId).chain(this::me);
  }

  private Uni<Me> me(UserEntity user) {
    return teams.listAll(user.id).map(mine -> new Me(user.id, user.email, user.roles(), mine));
  }
}
