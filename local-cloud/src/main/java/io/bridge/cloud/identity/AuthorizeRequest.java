package io.bridge.cloud.identity;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a client asks of {@code /o/oauth2/v2/auth}: the installed-app flow with a loopback redirect
 * and PKCE.
 *
 * @param state null where the client sent none
 * @param nonce null where the client sent none
 * @param loginHint empty where the client sent none
 */
record AuthorizeRequest(
    String clientId,
    String redirectUri,
    String scope,
    String state,
    String codeChallenge,
    String nonce,
    String loginHint) {
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]{1,2048}");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final List<String> NAMES =
      List.of(
          "client_id",
          "redirect_uri",
          "response_type",
          "scope",
          "state",
          "code_challenge",
          "code_challenge_method",
          "nonce",
          "login_hint");

  /** The request is wrong in a way that may be told to the client by redirect. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String location;

    Refused(String location) {
      super(null, null, false, false);
      this.location = location;
    }

    String location() {
      return location;
    }
  }

  /**
   * Reads the parameters of the query or of the form.
   *
   * @throws IllegalArgumentException with a text for the person, where the client or its redirect
   *     cannot be trusted: nothing may be sent there
   * @throws Refused where the redirect is good and something else is not
   */
  static AuthorizeRequest of(MultiMap parameters) throws Refused {
    var repeated = NAMES.stream().filter(name -> parameters.getAll(name).size() > 1).findFirst();
    if (repeated.isPresent()) {
      throw new IllegalArgumentException("The parameter " + repeated.get() + " is repeated.");
    }
    var request =
        new AuthorizeRequest(
            visible(parameters, "client_id"),
            loopback(visible(parameters, "redirect_uri")),
            orEmpty(parameters.get("scope")),
            parameters.get("state"),
            orEmpty(parameters.get("code_challenge")),
            parameters.get("nonce"),
            orEmpty(parameters.get("login_hint")));
    request.check(parameters);
    return request;
  }

  /** Where the person goes with a code. */
  String granted(String code) {
    return redirect(List.of("code", code, "scope", scope));
  }

  /** Where the person goes without one; {@code error} is a code of RFC 6749, 4.1.2.1. */
  String refused(String error) {
    return redirect(List.of("error", error));
  }

  /** Scheme, host and port of the redirect, for the page's content security policy. */
  String redirectOrigin() {
    var uri = URI.create(redirectUri);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** The parameters again, for the hidden fields of the form. */
  Map<String, String> fields() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("client_id", clientId);
    fields.put("redirect_uri", redirectUri);
    fields.put("response_type", "code");
    fields.put("scope", scope);
    fields.put("code_challenge", codeChallenge);
    fields.put("code_challenge_method", "S256");
    if (state != null) {
      fields.put("state", state);
    }
    if (nonce != null) {
      fields.put("nonce", nonce);
    }
    return fields;
  }

  private void check(MultiMap parameters) throws Refused {
    if (!"code".equals(parameters.get("response_type"))) {
      throw new Refused(refused("unsupported_response_type"));
    }
    if (!"S256".equals(parameters.get("code_challenge_method"))
        || !CHALLENGE.matcher(codeChallenge).matches()) {
      throw new Refused(refused("invalid_request"));
    }
    if (!List.of(scope.split(" ")).contains("openid") || tooLong()) {
      throw new Refused(refused("invalid_scope"));
    }
  }

  private boolean tooLong() {
    return scope.length() > 2048 || (nonce != null && nonce.length() > 2048);
  }

  /** Adds names and values in turn, then the state. */
  private String redirect(List<String> parameters) {
    var all = new ArrayList<>(parameters);
    if (state != null) {
      all.addAll(List.of("state", state));
    }
    var location = new StringBuilder(redirectUri);
    char separator = redirectUri.contains("?") ? '&' : '?';
    for (int i = 0; i < all.size(); i += 2) {
      location.append(separator).append(all.get(i)).append('=');
      location.append(URLEncoder.encode(all.get(i + 1), StandardCharsets.UTF_8));
      separator = '&';
    }
    return location.toString();
  }

  private static String visible(MultiMap parameters, String name) {
    var value = parameters.get(name);
    if (value == null || !VISIBLE.matcher(value).matches()) {
      throw new IllegalArgumentException("The parameter " + name + " is missing or malformed.");
    }
    return value;
  }

  private static String loopback(String redirectUri) {
    try {
      var uri = new URI(redirectUri);
      var web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      var plain = uri.getUserInfo() == null && uri.getFragment() == null && uri.getHost() != null;
      if (web && plain && LOOPBACK.contains(uri.getHost())) {
        return redirectUri;
      }
    } catch (URISyntaxException _) {
      // Falls through to the refusal below.
    }
    throw new IllegalArgumentException(
        "The redirect_uri is not an address of this machine (127.0.0.1, localhost or [::1]).");
  }

  private static String orEmpty(String value) {
    return value == null ? "" : value;
  }
}
