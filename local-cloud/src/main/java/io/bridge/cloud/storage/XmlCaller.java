package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.iam.Principal;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Who asks the XML API: the signer of a V4 signed URL, or the holder of an access token. */
record XmlCaller(Iam iam, SignedUrls signedUrls) {
  static final String META = "x-goog-meta-";

  /** What we do with a header of ours in the request. */
  private static final Set<String> PLAYED =
      Set.of(
          "x-goog-content-length-range",
          "x-goog-content-sha256",
          "x-goog-hash",
          "x-goog-if-generation-match",
          "x-goog-if-metageneration-match",
          XmlStart.HEADER);

  /** What Google's clients say of themselves and of their attempts. */
  private static final Set<String> HARMLESS =
      Set.of(
          "x-goog-api-client",
          "x-goog-gcs-idempotency-token",
          "x-goog-request-reason",
          "x-goog-request-params",
          "x-goog-user-project");

  /**
   * Who asks, after anything that is not played was refused by its name.
   *
   * @throws XmlError as Google words it
   */
  Principal of(Exchange exchange, XmlApi.ObjectPath path) {
    String query = exchange.request().query();
    if (SignedQuery.isSigned(query)) {
      return signer(exchange, SignedQuery.parse(query), path);
    }
    if (query != null && query.contains("GoogleAccessId=")) {
      throw XmlError.notImplemented("V2 signed URLs");
    }
    Principal holder = holder(exchange);
    requirePlayed(exchange.query(), exchange.headers());
    return holder;
  }

  private Principal signer(Exchange exchange, SignedQuery query, XmlApi.ObjectPath path) {
    Principal signer = signedUrls.verify(exchange.request(), query, path.text());
    for (Map.Entry<String, String> parameter : query.parameters()) {
      if (!parameter.getKey().startsWith("X-Goog-")) {
        throw XmlError.notImplemented("signed URLs with the parameter " + parameter.getKey());
      }
    }
    for (String name : query.signedHeaders()) {
      if (name.startsWith("x-goog-") && !name.startsWith(META) && !PLAYED.contains(name)) {
        throw XmlError.notImplemented("signed URLs with the header " + name);
      }
    }
    return signer;
  }

  private Principal holder(Exchange exchange) {
    try {
      return iam.authenticate(exchange.routing());
    } catch (GoogleError e) {
      throw exchange.headers().contains("Authorization")
          ? new XmlError(
              401,
              "AuthenticationRequired",
              "Authentication required.",
              Map.of("Details", e.getMessage()))
          : XmlError.accessDenied("Anonymous caller does not have access to the object.");
    }
  }

  private static void requirePlayed(MultiMap query, MultiMap headers) {
    for (String name : query.names()) {
      if (!name.equals("generation")) {
        String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        throw XmlError.notImplemented("the XML API with the parameter " + printable);
      }
    }
    for (String header : headers.names()) {
      String name = header.toLowerCase(Locale.ROOT);
      boolean known = name.startsWith(META) || PLAYED.contains(name) || HARMLESS.contains(name);
      if (name.startsWith("x-goog-") && !known) {
        throw XmlError.notImplemented("the XML API with the header " + name);
      }
    }
  }
}
