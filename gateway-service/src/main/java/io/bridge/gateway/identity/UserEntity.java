package io.bridge.gateway.identity;

import io.bridge.model.identity.PlatformRole;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

@Entity
@Table(name = "users")
class UserEntity {
  @Id UUID id;
  String issuer;
  String subject;
  String email;

  @Enumerated(EnumType.STRING)
  PlatformRole role;

  Instant createdAt;

  static UserEntity from(SignIn signIn, Instant now) {
    UserEntity user = new UserEntity();
    user.id = UUID.randomUUID();
    user.issuer = signIn.issuer();
    user.subject = signIn.subject();
    user.email = signIn.email();
    user.role = PlatformRole.USER;
    user.createdAt = now;
    return user;
  }

  /** A role includes those below it. */
  Set<PlatformRole> roles() {
    return EnumSet.range(PlatformRole.USER, role);
  }

  /** True where the row says what the identity provider says now. */
  boolean agreesWith(SignIn signIn) {
    return Objects.equals(email, signIn.email());
  }
}
