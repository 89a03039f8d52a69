package io.bridge.gateway.identity;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

@ApplicationScoped
class UserRepository implements PanacheRepositoryBase<UserEntity, UUID> {
  private static final String ONE_FOR_EACH_SUBJECT = "users_issuer_subject_unique";

  /** Null before the first sign-in. */
  Uni<UserEntity> find(SignIn signIn) {
    return find("issuer = ?1 and subject = ?2", signIn.issuer(), signIn.subject()).firstResult();
  }

  /** True where the failure is that another request wrote the same person down first. */
  static boolean isAlreadyThere(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConstraintViolationException violation
          && ONE_FOR_EACH_SUBJECT.equals(violation.getConstraintName())) {
        return true;
      }
    }
    return false;
  }
}
