package io.bridge.cloud.storage;

import io.bridge.cloud.iam.Principal;
import io.bridge.cloud.iam.ServiceAccounts;
import io.bridge.cloud.iam.Tokens;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Verifies V4 signed URLs: the whole request must be the one that was signed. */
final class SignedUrls {
  private static final Duration MAX_SKEW = Duration.ofMinutes(15);
  private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
  private static final String PAYLOAD_HEADER = "x-goog-content-sha256";

  private final ServiceAccounts accounts;
  private final Tokens tokens;
  private final Clock clock;

  SignedUrls(ServiceAccounts accounts, Tokens tokens, Clock clock) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Who signed this request.
   *
   * @param path the path by which the object was found, decoded
   * @throws XmlError as Google words it, when the request is not exactly what its signer allowed,
   *     or not now
   */
  Principal verify(HttpServerRequest request, SignedQuery query, String path) {
    requireHeaders(request.headers(), query.signedHeaders());
    requireKnown(query.signer());
    String host = Objects.requireNonNullElse(request.getHeader("Host"), "");
    String canonical = canonicalRequest(request, query, path, host);
    // Google's own address has no port, so that some of its clients never learned to sign one.
    String portless = host.replaceFirst(":[0-9]+$", "");
    if (!isSigned(query, canonical)
        && !isSigned(query, canonicalRequest(request, query, path, portless))) {
      throw mismatch(stringToSign(query, canonical), canonical);
    }
    requireNow(query);
    return new Principal(query.signer(), Principal.SERVICE_ACCOUNT);
  }

  private boolean isSigned(SignedQuery query, String canonical) {
    return isSignedBy(query.signer(), stringToSign(query, canonical), query.signature());
  }

  private static String stringToSign(SignedQuery query, String canonical) {
    return String.join(
        "\n", SignedQuery.ALGORITHM, query.timeText(), query.scope(), sha256Hex(canonical));
  }

  private void requireNow(SignedQuery query) {
    Instant now = clock.instant();
    if (query.signedAt().isAfter(now.plus(MAX_SKEW))) {
      throw new XmlError(
          403,
          "RequestTimeTooSkewed",
          "The difference between the request time and the server's time is too large.");
    }
    if (!now.isBefore(query.expiresAt())) {
      throw new XmlError(
          400,
          "ExpiredToken",
          "The provided token has expired.",
          Map.of(
              "Details",
              "Request signature expired at: "
                  + query.expiresAt().truncatedTo(ChronoUnit.SECONDS)));
    }
  }

  /** A key is made for whoever asks, so only accounts that exist may ask. */
  private void requireKnown(String signer) {
    if (!signer.equals(tokens.adminEmail()) && accounts.find(signer).isEmpty()) {
      throw new XmlError(
          403, "InvalidSecurity", "The provided security credentials are not valid.");
    }
  }

  private static void requireHeaders(MultiMap headers, List<String> signed) {
    for (String name : signed) {
      if (!headers.contains(name)) {
        throw malformedHeader(
            name, "Header was included in signedheaders, but not in the request.");
      }
    }
    for (String name : headers.names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("x-goog-") && !signed.contains(lower)) {
        throw malformedHeader(
            lower, "Header was included in the request, but not in signedheaders.");
      }
    }
    String payload = headers.get(PAYLOAD_HEADER);
    if (payload != null && !payload.equals(UNSIGNED_PAYLOAD)) {
      throw XmlError.notImplemented("signed payloads");
    }
  }

  private static XmlError malformedHeader(String name, String details) {
    Map<String, String> elements = new LinkedHashMap<>();
    elements.put("ParameterName", name);
    elements.put("Details", details);
    return new XmlError(
        400, "MalformedSecurityHeader", "Your request has a malformed header.", elements);
  }

  private static String canonicalRequest(
      HttpServerRequest request, SignedQuery query, String path, String host) {
    return String.join(
        "\n",
        request.method().name(),
        Percent.encodePath(path),
        canonicalQuery(query),
        canonicalHeaders(request.headers(), query.signedHeaders(), host),
        String.join(";", query.signedHeaders()),
        UNSIGNED_PAYLOAD);
  }

  private static String canonicalQuery(SignedQuery query) {
    return query.parameters().stream()
        .map(p -> Percent.encode(p.getKey()) + "=" + Percent.encode(p.getValue()))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String canonicalHeaders(MultiMap headers, List<String> signed, String host) {
    StringBuilder canonical = new StringBuilder();
    for (String name : signed) {
      String value =
          (name.equals("host") ? List.of(host) : headers.getAll(name))
              .stream()
                  .map(one -> one.strip().replaceAll("\\s+", " "))
                  .collect(Collectors.joining(","));
      canonical.append(name).append(':').append(value).append('\n');
    }
    return canonical.toString();
  }

  /** By a key that was issued to it, or by the one that signs for it here. */
  private boolean isSignedBy(String signer, String text, byte[] signature) {
    boolean issued =
        accounts.find(signer).isPresent()
            && accounts.keys(signer).stream()
                .anyMatch(key -> verifies(key.open(), text, signature));
    return issued || verifies(tokens.publicKey(signer), text, signature);
  }

  private static boolean verifies(PublicKey key, String text, byte[] signature) {
    try {
      Signature rsa = Signature.getInstance("SHA256withRSA");
      rsa.initVerify(key);
      rsa.update(text.getBytes(StandardCharsets.UTF_8));
      return rsa.verify(signature);
    } catch (GeneralSecurityException _) {
      // A signature of the wrong length is refused by an exception.
      return false;
    }
  }

  private static XmlError mismatch(String stringToSign, String canonicalRequest) {
    Map<String, String> elements = new LinkedHashMap<>();
    elements.put(
        "Details",
        "The request signature we calculated does not match the signature you provided. Check your"
            + " Google secret key and signing method.");
    elements.put("StringToSign", stringToSign);
    elements.put("CanonicalRequest", canonicalRequest);
    return new XmlError(403, "SignatureDoesNotMatch", "Access denied.", elements);
  }

  private static String sha256Hex(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
