package io.bridge.runtime.identity;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/**
 * Verifies tokens: smallrye-jwt checks signature, {@code exp}, {@code nbf}, issuer and audience,
 * and {@link TokenChecks} what it leaves out. The library's own messages contain all claims, so a
 * refusal says nothing but that.
 */
@ApplicationScoped
public class TokenVerifier {
  private static final Logger LOG = Logger.getLogger(TokenVerifier.class);
  private static final int MAX_TOKEN = 16 * 1024;
  private static final int MAX_HEADER = 8 * 1024;
  private static final Set<String> REFUSED_HEADERS = Set.of("crit", "jku", "jwk", "x5u", "x5c");

  private final JwksCache keys;
  private final Clock clock;
  private final DefaultJWTParser parser = new DefaultJWTParser();
  private final ObjectReader json =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build().reader();

  TokenVerifier(JwksCache keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * The token's claims if it is what the rules ask for. Fails with {@code UNAUTHENTICATED} and the
   * same detail whatever is wrong, or {@code SERVICE_UNAVAILABLE} where the issuer's keys cannot be
   * had.
   */
  public Uni<JsonWebToken> verify(String rawToken, TokenRules rules) {
    return Uni.createFrom()
        .item(() -> readKeyId(rawToken, rules))
        .chain(kid -> keys.key(rules.jwks(), kid))
        .map(key -> verify(rawToken, rules, key));
  }

  /** The one answer to every token that does not hold. */
  static BridgeException refused() {
    return ErrorCode.UNAUTHENTICATED.with("Send a valid token in the header Authorization");
  }

  /** Looks at the header before any key does, so that the sender cannot choose how to verify. */
  private String readKeyId(String rawToken, TokenRules rules) {
    String[] parts = split(rawToken);
    JsonNode header = parse(parts[0]);
    require(parts[0].length() <= MAX_HEADER, "header-size");
    require(rules.algorithm().getAlgorithm().equals(header.path("alg").textValue()), "alg");
    require(REFUSED_HEADERS.stream().noneMatch(header::has), "header");
    String kid = header.path("kid").textValue();
    require(kid != null && !kid.isEmpty(), "kid");
    return kid;
  }

  private JsonWebToken verify(String rawToken, TokenRules rules, PublicKey key) {
    try {
      JsonWebToken token = parser.parse(rawToken, contextOf(rules, key));
      JsonNode claims = parse(split(rawToken)[1]);
      TokenChecks.firstFailure(claims, rules, clock.instant())
          .ifPresent(failure -> require(false, failure));
      return token;
    } catch (ParseException | RuntimeException e) {
      if (e instanceof BridgeException refusal) {
        throw refusal;
      }
      // Never the exception or its message: jose4j puts the whole claim set into it.
      throw refusal("signature-or-claims");
    }
  }

  private static JWTAuthContextInfo contextOf(TokenRules rules, PublicKey key) {
    JWTAuthContextInfo context = new JWTAuthContextInfo();
    context.setPublicVerificationKey(key);
    context.setSignatureAlgorithm(Set.of(rules.algorithm()));
    context.setExpectedAudience(Set.of(rules.audience()));
    context.setClockSkew((int) TokenChecks.SKEW.toSeconds());
    return context;
  }

  private static String[] split(String rawToken) {
    require(rawToken != null && rawToken.length() <= MAX_TOKEN, "size");
    String[] parts = rawToken.split("\\.", -1);
    require(parts.length == 3, "shape");
    return parts;
  }

  private JsonNode parse(String part) {
    try {
      JsonNode node = json.readTree(Base64.getUrlDecoder().decode(part));
      require(node != null && node.isObject(), "json");
      return node;
    } catch (IllegalArgumentException | IOException _) {
      throw refusal("json");
    }
  }

  private static void require(boolean holds, String check) {
    if (!holds) {
      throw refusal(check);
    }
  }

  private static BridgeException refusal(String check) {
    LOG.debugf("event=token-refused check=%s", check);
    return refused();
  }
}
