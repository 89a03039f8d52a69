package io.bridge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * Signs whatever a test wants with keys that the gateway trusts: it serves local-cloud's key set
 * with two keys of its own added. So a refused token is refused for the one thing that is wrong
 * with it.
 */
public final class Forge implements QuarkusTestResourceLifecycleManager {
  public static final String ISSUER = "https://securetoken.google.com/bridge-test";

  private static final RsaJsonWebKey RSA = rsa("forge-rsa");
  private static final RsaJsonWebKey STRANGER = rsa("forge-rsa");
  private static final EllipticCurveJsonWebKey EC = ec("forge-ec");

  private HttpServer server;

  /** A good ID token of a new person. */
  public static String token() {
    return token(UUID.randomUUID().toString());
  }

  public static String token(String subject) {
    return signed(header(), claims(subject, subject + "@example.com"));
  }

  public static String token(String subject, String email) {
    return signed(header(), claims(subject, email));
  }

  /** {@code {"alg":"RS256","kid":…}}, as the identity provider writes it. */
  public static String header() {
    return "{\"alg\":\"RS256\",\"kid\":\"forge-rsa\",\"typ\":\"JWT\"}";
  }

  /** Good claims as JSON. */
  public static String claims(String subject, String email) {
    long now = Instant.now().getEpochSecond();
    return """
        {"iss":"%s","aud":"bridge-test","sub":"%s","user_id":"%s","email":"%s",
         "auth_time":%d,"iat":%d,"exp":%d}"""
        .formatted(ISSUER, subject, subject, email, now - 10, now - 5, now + 3595);
  }

  /** Good claims with one pair of name and JSON value in the place of the good one. */
  public static String claimsWith(String subject, String name, String json) {
    String good = claims(subject, subject + "@canary.example");
    String without = good.replaceFirst("\"" + name + "\":(\"[^\"]*\"|\\d+),?\\s*", "");
    String tidy = without.replaceFirst(",\\s*}", "}");
    return json == null
        ? tidy
        : tidy.replaceFirst("\\{", "{" + quoteReplacement("\"" + name + "\":" + json + ","));
  }

  private static String quoteReplacement(String text) {
    return java.util.regex.Matcher.quoteReplacement(text);
  }

  /** RS256 by the trusted key. */
  public static String signed(String header, String claims) {
    return signed(RSA.getPrivateKey(), "SHA256withRSA", header, claims);
  }

  /** RS256 by a key of the same id that nobody trusts. */
  public static String signedByAStranger(String header, String claims) {
    return signed(STRANGER.getPrivateKey(), "SHA256withRSA", header, claims);
  }

  /** ES256 by a key that is in the trusted set. */
  public static String signedEs256(String claims) {
    String header = "{\"alg\":\"ES256\",\"kid\":\"forge-ec\"}";
    return signed(EC.getPrivateKey(), "SHA256withECDSAinP1363Format", header, claims);
  }

  /** HS256 with the trusted public key as the secret, in one of the forms it is published in. */
  public static String signedWithThePublicKey(byte[] secret, String claims) {
    String input = encode("{\"alg\":\"HS256\",\"kid\":\"forge-rsa\"}") + "." + encode(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return input + "." + encode(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static PublicKey publicKey() {
    return RSA.getPublicKey();
  }

  public static String publicJwk() {
    return RSA.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  public static String unsigned(String header, String claims, String signature) {
    return encode(header) + "." + encode(claims) + "." + signature;
  }

  public static String encode(String text) {
    return encode(text.getBytes(UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String signed(PrivateKey key, String algorithm, String header, String claims) {
    String input = encode(header) + "." + encode(claims);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(input.getBytes(UTF_8));
      return input + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] body = keySet().getBytes(UTF_8);
    server.createContext(
        "/keys",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return Map.of(
        "bridge.gateway.id-tokens.jwks",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
  }

  private static String keySet() {
    try {
      JsonWebKeySet google =
          new JsonWebKeySet(LocalCloudResource.cloud().tokens().firebaseKeySet());
      List<JsonWebKey> keys = new ArrayList<>(google.getJsonWebKeys());
      keys.add(RSA);
      keys.add(EC);
      return new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    server.stop(0);
  }

  /** After local-cloud, whose key set it serves and whose setting it replaces. */
  @Override
  public int order() {
    return 10;
  }

  private static RsaJsonWebKey rsa(String id) {
    try {
      RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EllipticCurveJsonWebKey ec(String id) {
    try {
      EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
