package io.bridge.cloud.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the query of a V4 signed URL says.
 *
 * @param parameters all of the query but the signature, decoded, in the order they came
 * @param scope {@code date/location/storage/goog4_request}
 * @param signedHeaders lower-case names, sorted
 */
record SignedQuery(
    List<Map.Entry<String, String>> parameters,
    String signer,
    String scope,
    Instant signedAt,
    Duration lifetime,
    List<String> signedHeaders,
    byte[] signature) {
  static final String ALGORITHM = "GOOG4-RSA-SHA256";

  private static final long MAX_LIFETIME_SECONDS = 604_800;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern CREDENTIAL =
      Pattern.compile("([^/]{1,200})/(([0-9]{8})/[A-Za-z0-9-]{1,50}/storage/goog4_request)");
  private static final Pattern HEADER_NAMES = Pattern.compile("[a-z0-9-]+(;[a-z0-9-]+)*");

  /** Whether a query says that it is signed this way. */
  static boolean isSigned(String rawQuery) {
    return rawQuery != null && rawQuery.toLowerCase(java.util.Locale.ROOT).contains("x-goog-");
  }

  /**
   * @throws XmlError 400 naming what is missing or malformed
   */
  static SignedQuery parse(String rawQuery) {
    List<Map.Entry<String, String>> all = parameters(rawQuery);
    if (!one(all, "X-Goog-Algorithm").equals(ALGORITHM)) {
      throw XmlError.notImplemented("signed URLs other than " + ALGORITHM);
    }
    Matcher credential = CREDENTIAL.matcher(one(all, "X-Goog-Credential"));
    if (!credential.matches()) {
      throw malformed("X-Goog-Credential");
    }
    String date = one(all, "X-Goog-Date");
    if (!date.startsWith(credential.group(3))) {
      throw malformed("X-Goog-Credential");
    }
    return new SignedQuery(
        all.stream().filter(p -> !p.getKey().equals("X-Goog-Signature")).toList(),
        credential.group(1),
        credential.group(2),
        time(date),
        lifetime(one(all, "X-Goog-Expires")),
        headerNames(one(all, "X-Goog-SignedHeaders")),
        signature(one(all, "X-Goog-Signature")));
  }

  Instant expiresAt() {
    return signedAt.plus(lifetime);
  }

  /** A parameter that is no part of the signature's own; empty when there is none. */
  Optional<String> find(String name) {
    return parameters.stream()
        .filter(p -> p.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  String timeText() {
    return TIME.format(LocalDateTime.ofInstant(signedAt, ZoneOffset.UTC));
  }

  private static List<Map.Entry<String, String>> parameters(String rawQuery) {
    List<Map.Entry<String, String>> parameters = new ArrayList<>();
    for (String one : rawQuery.split("&")) {
      int equals = one.indexOf('=');
      String name = equals < 0 ? one : one.substring(0, equals);
      String value = equals < 0 ? "" : one.substring(equals + 1);
      try {
        parameters.add(Map.entry(Percent.decode(name), Percent.decode(value)));
      } catch (IllegalArgumentException _) {
        throw XmlError.invalid("The query is malformed.");
      }
    }
    return parameters;
  }

  private static String one(List<Map.Entry<String, String>> parameters, String name) {
    List<String> values =
        parameters.stream()
            .filter(p -> p.getKey().equalsIgnoreCase(name))
            .map(p -> p.getKey().equals(name) ? p.getValue() : "")
            .toList();
    if (values.size() != 1 || values.getFirst().isEmpty()) {
      throw malformed(name);
    }
    return values.getFirst();
  }

  private static Instant time(String text) {
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException _) {
      throw malformed("X-Goog-Date");
    }
  }

  private static Duration lifetime(String text) {
    long seconds = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    if (seconds < 1 || seconds > MAX_LIFETIME_SECONDS) {
      throw malformed("X-Goog-Expires");
    }
    return Duration.ofSeconds(seconds);
  }

  private static List<String> headerNames(String text) {
    List<String> names = List.of(text.split(";"));
    boolean sorted = names.equals(List.copyOf(new TreeSet<>(names)));
    if (!HEADER_NAMES.matcher(text).matches() || !sorted || !names.contains("host")) {
      throw malformed("X-Goog-SignedHeaders");
    }
    return names;
  }

  private static byte[] signature(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException _) {
      throw malformed("X-Goog-Signature");
    }
  }

  private static XmlError malformed(String parameter) {
    return new XmlError(
        400,
        "AuthorizationQueryParametersError",
        "A query parameter of the signature is missing or malformed.",
        Map.of("ParameterName", parameter));
  }
}
