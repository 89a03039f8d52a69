package io.bridge.runtime.identity;

import io.bridge.model.identity.Caller;
import io.bridge.model.identity.PlatformRole;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.ServiceConfig;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.Startup;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Accepts what the gateway issues for this service, for a person or for a peer. */
@ApplicationScoped
@DefaultBean
@Startup
class InternalTokens implements ApiGate {
  private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);
  private static final String SERVICE_PREFIX = "service:";

  private final TokenVerifier verifier;
  private final TokenRules rules;
  private final AdmittedTokens admitted;

  InternalTokens(
      TokenVerifier verifier,
      JwksCache keys,
      IdentityConfig identity,
      ServiceConfig service,
      AdmittedTokens admitted) {
    URI jwks =
        identity
            .gatewayJwks()
            .orElseThrow(
                () -> new IllegalStateException("bridge.identity.gateway-jwks is not set"));
    this.verifier = verifier;
    this.admitted = admitted;
    this.rules =
        new TokenRules(
            Set.of(identity.issuer()),
            service.name(),
            SignatureAlgorithm.ES256,
            jwks,
            MAX_LIFETIME,
            Set.of());
    keys.watch(jwks);
  }

  @Override
  public Uni<Caller> admit(String rawToken) {
    return admitted
        .find(rawToken)
        .map(caller -> Uni.createFrom().item(caller))
        .orElseGet(() -> verify(rawToken));
  }

  private Uni<Caller> verify(String rawToken) {
    return verifier.verify(rawToken, rules).map(token -> keep(rawToken, token));
  }

  private Caller keep(String rawToken, JsonWebToken token) {
    Caller caller = callerOf(token);
    admitted.keep(rawToken, caller, Instant.ofEpochSecond(token.getExpirationTime()));
    return caller;
  }

  static Caller callerOf(JsonWebToken token) {
    try {
      String subject = token.getSubject();
      return subject.startsWith(SERVICE_PREFIX)
          ? new Caller(null, serviceOf(token, subject), Map.of(), Set.of())
          : new Caller(UUID.fromString(subject), null, teamsOf(token), rolesOf(token));
    } catch (IllegalArgumentException | ClassCastException | NullPointerException _) {
      throw TokenVerifier.refused();
    }
  }

  private static String serviceOf(JsonWebToken token, String subject) {
    String service = subject.substring(SERVICE_PREFIX.length());
    if (service.isEmpty() || !service.equals(text(token.getClaim("svc")))) {
      throw TokenVerifier.refused();
    }
    return service;
  }

  private static Map<UUID, TeamRole> teamsOf(JsonWebToken token) {
    Map<?, ?> teams = token.getClaim("teams");
    return teams.entrySet().stream()
        .collect(
            Collectors.toMap(
                e -> UUID.fromString(text(e.getKey())), e -> TeamRole.valueOf(text(e.getValue()))));
  }

  private static Set<PlatformRole> rolesOf(JsonWebToken token) {
    Collection<?> roles = token.getClaim("roles");
    return roles.stream()
        .map(role -> PlatformRole.valueOf(text(role)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String text(Object json) {
    return json instanceof JsonString string ? string.getString() : (String) json;
  }
}
