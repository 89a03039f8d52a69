package io.bridge.cloud.storage;

import io.bridge.cloud.iam.Principal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The XML API's {@code /{bucket}/{object}}: GET, HEAD and PUT of a whole object, and POST to begin
 * a resumable upload.
 */
final class XmlApi {
  private final ObjectStore objects;
  private final StorageAccess access;
  private final XmlCaller callers;
  private final Downloads downloads;

  XmlApi(ObjectStore objects, StorageAccess access, SignedUrls signedUrls) {
    this.objects = objects;
    this.access = access;
    this.callers = new XmlCaller(access.iam(), signedUrls);
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
    Principal caller = callers.of(exchange, path);
    ObjectNames.require(path.name());
    if (!objects.hasBucket(path.bucket())) {
      throw new XmlError(404, "NoSuchBucket", "The specified bucket does not exist.");
    }
    HttpMethod method = exchange.request().method();
    if (method.equals(HttpMethod.PUT)) {
      put(exchange, caller, path);
    } else if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      get(exchange, caller, path);
    } else if (method.equals(HttpMethod.POST)) {
      new XmlStart(objects, access).begin(exchange, caller, wanted(exchange, path));
    } else {
      throw XmlError.notImplemented(method.name() + " of the XML API");
    }
  }

  private void get(Exchange exchange, Principal caller, ObjectPath path) throws IOException {
    access.requireOnObject(caller, "storage.objects.get", path.bucket(), path.name());
    Long generation = Preconditions.number(exchange.query(), "generation");
    StoredObject object = objects.live(path.bucket(), path.name(), generation);
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

  private void put(Exchange exchange, Principal caller, ObjectPath path) throws IOException {
    if (exchange.headers().contains(XmlStart.HEADER)) {
      throw XmlError.notImplemented("PUT of the XML API with x-goog-resumable");
    }
    NewObject wanted = wanted(exchange, path);
    LengthRange range = LengthRange.parse(exchange.headers().get("x-goog-content-length-range"));
    Optional<StoredObject> live = objects.find(path.bucket(), path.name());
    access.requireOnObject(caller, "storage.objects.create", path.bucket(), path.name());
    wanted.preconditions().requireForWrite(live);
    access.requireWrite(caller, objects, path.bucket(), path.name());
    Long declared = Preconditions.number(exchange.headers(), "Content-Length");
    if (declared != null) {
      range.require(declared);
    }
    StoredObject made = store(exchange, wanted, range);
    exchange.empty(200, ObjectHeaders.ofXml(made));
  }

  private static NewObject wanted(Exchange exchange, ObjectPath path) {
    return new NewObject(
        path.bucket(),
        ObjectNames.require(path.name()),
        metadata(exchange.headers()),
        Preconditions.fromHeaders(exchange.headers()));
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
      if (name.startsWith(XmlCaller.META)) {
        custom.merge(
            name.substring(XmlCaller.META.length()),
            header.getValue(),
            (one, more) -> one + "," + more);
      }
    }
    return new ObjectMetadata(fields, custom);
  }
}
