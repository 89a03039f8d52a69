package io.bridge.cloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opaque access tokens that any process with the same state can verify: {@code ya29.<claims>.<mac>}
 * with HMAC-SHA256. No JWT on purpose, so that none can pass where an ID token is expected.
 */
final class AccessTokens {
  private static final String PREFIX = "ya29.";
  private static final int MAX_LENGTH = 2048;

  private static final int MOST_KNOWN = 1000;

  private final byte[] secret;
  private final Clock clock;

  /** Good tokens that came before, by their text: most calls come with one of a few. */
  private final Map<String, Good> known = new ConcurrentHashMap<>();

  /**
   * @param ends seconds since the epoch
   */
  private record Good(Principal principal, long ends) {}

  AccessTokens(Path dir, Clock clock) {
    this.secret = PrivateFiles.locked(dir, () -> readOrGenerate(dir.resolve("access-token.key")));
    this.clock = clock;
  }

  String issue(Principal principal, Duration lifetime) {
    var claims = JsonNodeFactory.instance.objectNode();
    claims.put("email", principal.email()).put("kind", principal.kind());
    claims.put("scope", String.join(" ", principal.scopes()));
    claims.put("exp", clock.instant().plus(lifetime).getEpochSecond());
    var encoder = Base64.getUrlEncoder().withoutPadding();
    var payload = encoder.encodeToString(Json.encode(claims));
    return PREFIX + payload + "." + encoder.encodeToString(mac(payload));
  }

  /** Fails with 401 for a token that is forged, altered or over. */
  Principal verify(String token) {
    var good = known.get(token);
    if (good == null) {
      good = read(token);
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      known.put(token, good);
    }
    // Only its end makes a token bad: what its holder may do is looked up for each call.
    if (clock.instant().getEpochSecond() >= good.ends) {
      known.remove(token);
      throw refused();
    }
    return good.principal;
  }

  private Good read(String token) {
    var dot = token.lastIndexOf('.');
    if (token.length() > MAX_LENGTH || !token.startsWith(PREFIX) || dot <= PREFIX.length()) {
      throw refused();
    }
    var payload = token.substring(PREFIX.length(), dot);
    if (!MessageDigest.isEqual(decode(token.substring(dot + 1)), mac(payload))) {
      throw refused();
    }
    var claims = Json.read(decode(payload));
    var principal =
        new Principal(claims.path("email").asText(), claims.path("kind").asText(), scopes(claims));
    return new Good(principal, claims.path("exp").asLong());
  }

  private static Set<String> scopes(JsonNode claims) {
    // Written by an older local-cloud a token has none: it was good for everything.
    var scopes = claims.path("scope").asText(Scopes.CLOUD_PLATFORM);
    return Set.of(scopes.split(" "));
  }

  static GoogleError refused() {
    return GoogleError.unauthenticated(
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
            + " cookie or other valid authentication credential. See"
            + " https://developers.google.com/identity/sign-in/web/devconsole-project.");
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      throw refused();
    }
  }

  private byte[] mac(String payload) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(payload.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] readOrGenerate(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      var secret = new byte[32];
      new SecureRandom().nextBytes(secret);
      PrivateFiles.write(file, secret);
      return secret;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
