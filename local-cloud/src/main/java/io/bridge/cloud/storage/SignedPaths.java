package io.bridge.cloud.storage;

import io.bridge.cloud.iam.Principal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The XML API's {@code /{bucket}/{object}} with a V4 signature in the query: GET, HEAD and PUT. */
final class SignedPaths {
  private static final String META = "x-goog-meta-";

  /** What we do with a header of ours in the request; any other is refused. */
  private static final Set<String> PLAYED =
      Set.of(
          "x-goog-content-length-range",
          "x-goog-content-sha256",
          "x-goog-hash",
          "x-goog-if-generation-match",
          "x-goog-if-metageneration-match");

  private final ObjectStore objects;
  private final StorageAccess access;
  private final SignedUrls signedUrls;
  private final Downloads downloads;

  SignedPaths(ObjectStore objects, StorageAccess access, SignedUrls signedUrls) {
    this.objects = objects;
    this.access = access;
    this.signedUrls = signedUrls;
    this.downloads = new Downloads(objects);
  }

  /**
   * A path that could name an object of ours.
   *
   * @return empty for another path, or one that is no UTF-8
   */
  static Optional<ObjectPath> path(String rawPath) {
    int slash = rawPath.indexOf('/', 1);
    if (slash < 0 || slash == rawPath.length() - 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ObjectPath(
              Percent.decode(rawPath.substring(1, slash)),
              Percent.decode(rawPath.substring(slash + 1))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  record ObjectPath(String bucket, String name) {
    String text() {
      return "/" + bucket + "/" + name;
    }
  }

  void serve(Exchange exchange, ObjectPath path) throws IOException {
    if (!SignedQuery.isSigned(exchange.request().query())) {
      throw unsigned(exchange);
    }
    SignedQuery query = SignedQuery.parse(exchange.request().query());
    Principal signer = signedUrls.verify(exchange.request(), query, path.text());
    if (!objects.hasBucket(path.bucket())) {
      throw new XmlError(404, "NoSuchBucket", "The specified bucket does not exist.");
    }
    refuseUnknown(exchange, query);
    HttpMethod method = exchange.request().method();
    if (method.equals(HttpMethod.PUT)) {
      put(exchange, signer, path);
    } else if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      get(exchange, signer, path);
    } else {
      throw XmlError.notImplemented("signed " + method.name());
    }
  }

  private static XmlError unsigned(Exchange exchange) {
    String query = exchange.request().query();
    if (query != null && query.contains("GoogleAccessId=")) {
      return XmlError.notImplemented("V2 signed URLs");
    }
    return exchange.headers().contains("Authorization")
        ? XmlError.notImplemented("the XML API with an Authorization header")
        : XmlError.accessDenied("Anonymous caller does not have access to the object.");
  }

  private static void refuseUnknown(Exchange exchange, SignedQuery query) {
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
  }

  private void get(Exchange exchange, Principal signer, ObjectPath path) throws IOException {
    access.requireOnObject(signer, "storage.objects.get", path.bucket(), path.name());
    StoredObject object = objects.stat(path.bucket(), path.name());
    Preconditions.fromHeaders(exchange.headers()).isUnchanged(object);
    Map<String, String> known = ObjectHeaders.ofXml(object);
    if (EntityTags.of(exchange.headers()).isUnchanged(known.get("ETag"))) {
      exchange.empty(304, known);
    } else if (exchange.request().method().equals(HttpMethod.HEAD)) {
      Map<String, String> headers = ObjectHeaders.ofBytes(object, known);
      headers.put("Content-Length", Long.toString(object.sizeBytes()));
      exchange.empty(200, headers);
    } else {
      downloads.send(exchange, object, known);
    }
  }

  private void put(Exchange exchange, Principal signer, ObjectPath path) throws IOException {
    NewObject wanted =
        new NewObject(
            path.bucket(),
            ObjectNames.require(path.name()),
            metadata(exchange.headers()),
            Preconditions.fromHeaders(exchange.headers()));
    LengthRange range = LengthRange.parse(exchange.headers().get("x-goog-content-length-range"));
    Optional<StoredObject> live = objects.find(path.bucket(), path.name());
    access.requireOnObject(signer, "storage.objects.create", path.bucket(), path.name());
    wanted.preconditions().requireForWrite(live);
    access.requireWrite(signer, objects, path.bucket(), path.name());
    Long declared = Preconditions.number(exchange.headers(), "Content-Length");
    if (declared != null) {
      range.require(declared);
    }
    StoredObject made = store(exchange, wanted, range);
    exchange.empty(200, ObjectHeaders.ofXml(made));
  }

  private StoredObject store(Exchange exchange, NewObject wanted, LengthRange range)
      throws IOException {
    try (StagedBytes staged = objects.stage()) {
      staged.copyFrom(exchange.body(), range.max());
      range.require(staged.sizeBytes());
      Checksums.Sums sums = staged.seal();
      Optional<String> mismatch = ExpectedSums.fromHeaders(exchange.headers()).mismatch(sums);
      if (mismatch.isPresent()) {
        throw new XmlError(
            400,
            "BadDigest",
            "The Content-MD5 or checksum value you specified did not match what the server"
                + " received.",
            Map.of("Details", mismatch.get()));
      }
      return objects.writes().create(wanted, staged.file(), sums);
    }
  }

  private static ObjectMetadata metadata(MultiMap headers) {
    Map<String, String> fields = new TreeMap<>();
    ObjectMetadata.HEADER_OF_FIELD.forEach(
        (field, header) -> {
          if (headers.contains(header)) {
            fields.put(field, headers.get(header));
          }
        });
    Map<String, String> custom = new TreeMap<>();
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(java.util.Locale.ROOT);
      if (name.startsWith(META)) {
        custom.merge(
            name.substring(META.length()), header.getValue(), (one, more) -> one + "," + more);
      }
    }
    return new ObjectMetadata(fields, custom);
  }
}
