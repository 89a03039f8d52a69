package io.bridge.app.played;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.app.played.PlayedCloud.Reply;
import io.bridge.app.played.PlayedCloud.Seen;
import io.bridge.app.terminal.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sign-in as Identity Platform and Google's OAuth do it; tokens are numbered words. */
public final class PlayedIdentity {
  public static final String CLIENT = "bridge-local-app";
  public static final String API_KEY = "public-key";

  private final PlayedCloud cloud;
  private final Map<String, String> passwords = new ConcurrentHashMap<>();
  private final Map<String, String> emailOfRefreshToken = new ConcurrentHashMap<>();
  private final Map<String, String> emailOfIdToken = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final Map<String, String> googleTokens = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private volatile String nonceInstead;

  PlayedIdentity(PlayedCloud cloud) {
    this.cloud = cloud;
  }

  public void know(String email, String password) {
    passwords.put(email, password);
  }

  /** Every ID token so far is refused from now on. */
  public void expireIdTokens() {
    emailOfIdToken.clear();
  }

  public void revokeRefreshTokens() {
    emailOfRefreshToken.clear();
  }

  /** The next Google ID tokens carry this instead of the nonce that was asked for. */
  public void answerWithNonce(String nonce) {
    nonceInstead = nonce;
  }

  /** All secrets that were given out. */
  public Set<String> secrets() {
    Set<String> all = ConcurrentHashMap.newKeySet();
    all.addAll(emailOfIdToken.keySet());
    all.addAll(emailOfRefreshToken.keySet());
    all.addAll(googleTokens.keySet());
    all.addAll(codes.keySet());
    all.addAll(passwords.values());
    return all;
  }

  /** Null where the bearer is nobody. */
  String emailOf(Seen request) {
    String authorization = request.header("Authorization");
    return authorization != null && authorization.startsWith("Bearer ")
        ? emailOfIdToken.get(authorization.substring("Bearer ".length()))
        : null;
  }

  /** Null for what is not this API's. */
  Reply answer(Seen request) throws IOException {
    URI uri = URI.create(request.path());
    return switch (uri.getPath()) {
      case "/.well-known/bridge" -> Reply.json(200, wellKnown());
      case "/identity/v1/accounts:signInWithPassword" ->
          password(Json.read(request.body(), JsonNode.class));
      case "/identity/v1/accounts:signUp" -> signUp(Json.read(request.body(), JsonNode.class));
      case "/identity/v1/accounts:signInWithIdp" -> idp(Json.read(request.body(), JsonNode.class));
      case "/secure/v1/token" -> refresh(form(request.text()));
      case "/authorize" -> authorize(form(uri.getRawQuery()));
      case "/oauth/token" -> exchange(form(request.text()));
      default -> null;
    };
  }

  private Map<String, String> wellKnown() {
    return Map.of(
        "project",
        "bridge-test",
        "identityToolkit",
        cloud.address() + "/identity",
        "secureToken",
        cloud.address() + "/secure",
        "authorize",
        cloud.address() + "/authorize",
        "token",
        cloud.address() + "/oauth/token",
        "apiKey",
        API_KEY,
        "clientId",
        CLIENT,
        "somethingNew",
        "that this app does not know");
  }

  private Reply signUp(JsonNode body) {
    String email = body.path("email").asText();
    if (passwords.putIfAbsent(email, body.path("password").asText()) != null) {
      return refused("EMAIL_EXISTS");
    }
    return signedIn(email);
  }

  private Reply password(JsonNode body) {
    String email = body.path("email").asText();
    boolean right = body.path("password").asText().equals(passwords.get(email));
    return right ? signedIn(email) : refused("INVALID_LOGIN_CREDENTIALS");
  }

  private Reply idp(JsonNode body) {
    Map<String, String> post = form(body.path("postBody").asText());
    String nonce = googleTokens.get(post.get("id_token"));
    boolean right =
        "google.com".equals(post.get("providerId"))
            && nonce != null
            && nonce.equals(java.util.HexFormat.of().formatHex(sha256(post.get("nonce"))));
    return right ? signedIn("browser@example.com") : refused("INVALID_IDP_RESPONSE : no");
  }

  private Reply signedIn(String email) {
    String refreshToken = "refresh-" + number.incrementAndGet();
    emailOfRefreshToken.put(refreshToken, email);
    return Reply.json(
        200,
        Map.of(
            "email",
            email,
            "idToken",
            idToken(email),
            "refreshToken",
            refreshToken,
            "expiresIn",
            "3600"));
  }

  private String idToken(String email) {
    String token = "idtoken-" + number.incrementAndGet();
    emailOfIdToken.put(token, email);
    return token;
  }

  private Reply refresh(Map<String, String> form) {
    String email = emailOfRefreshToken.get(form.get("refresh_token"));
    if (email == null || !"refresh_token".equals(form.get("grant_type"))) {
      return refused("TOKEN_EXPIRED");
    }
    return Reply.json(
        200,
        Map.of(
            "id_token", idToken(email),
            "refresh_token", form.get("refresh_token"),
            "expires_in", "3600"));
  }

  /** The page, as if the person had agreed at once. */
  private Reply authorize(Map<String, String> query) {
    String code = "code-" + number.incrementAndGet();
    codes.put(code, query);
    String back = query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state");
    return new Reply(302, "text/plain", "", back);
  }

  private Reply exchange(Map<String, String> form) {
    Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
    boolean right =
        asked != null
            && asked.get("client_id").equals(form.get("client_id"))
            && asked.get("redirect_uri").equals(form.get("redirect_uri"))
            && asked.get("code_challenge_method").equals("S256")
            && asked.get("code_challenge").equals(base64(sha256(form.get("code_verifier"))));
    if (!right) {
      return Reply.json(400, Map.of("error", "invalid_grant"));
    }
    String nonce = nonceInstead == null ? asked.get("nonce") : nonceInstead;
    String claims = Json.write(Map.of("aud", asked.get("client_id"), "nonce", nonce));
    String token = "e30." + base64(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    googleTokens.put(token, nonce);
    return Reply.json(200, Map.of("id_token", token, "expires_in", 3600));
  }

  private static Reply refused(String message) {
    return Reply.json(400, Map.of("error", Map.of("code", 400, "message", message)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> form(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }
}
