package io.bridge.gateway.identity;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

@ApplicationScoped
class UserRepository implements PanacheRepositoryBase<UserEntity, UUID> {
  private static final String WRITE_DOWN =
      """
      insert into users (id, issuer, subject, email, role, created_at)
      values (:id, :issuer, :subject, :email, 'USER', :now)
      on conflict (issuer, subject) do update set email = excluded.email
      """;

  /** Null before the first sign-in. */
  Uni<UserEntity> find(SignIn signIn) {
    return find("issuer = ?1 and subject = ?2", signIn.issuer(), signIn.subject()).firstResult();
  }

  /** Of two first sign-ins at once the second finds the row of the first. */
  Uni<Integer> writeDown(SignIn signIn, Instant now) {
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(WRITE_DOWN)
                    .setParameter("id", UUID.randomUUID())
                    .setParameter("issuer", signIn.issuer())
                    .setParameter("subject", signIn.subject())
                    .setParameter("email", signIn.email())
                    .setParameter("now", now)
                    .executeUpdate());
  }
}
