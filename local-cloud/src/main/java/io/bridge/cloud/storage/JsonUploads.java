package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Principal;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** {@code /upload/storage/v1}: bytes alone, bytes with metadata, and bytes in pieces. */
final class JsonUploads {
  private final ObjectStore objects;
  private final StorageAccess access;
  private final SessionCalls sessions;

  JsonUploads(ObjectStore objects, StorageAccess access) {
    this.objects = objects;
    this.access = access;
    this.sessions = new SessionCalls(objects.resumableUploads());
  }

  /**
   * @param rawPath below {@code /upload/storage/v1}
   */
  void serve(Exchange exchange, String rawPath) throws IOException {
    String method = exchange.request().method().name();
    if (!(JsonPath.parse(rawPath) instanceof JsonPath.Objects(String bucket))) {
      throw GoogleError.unimplemented("storage upload: " + method + " of this path");
    }
    String uploadId = exchange.query().get("upload_id");
    if (uploadId != null) {
      sessions.serve(exchange, method, uploadId);
    } else if (method.equals("POST")) {
      begin(exchange, bucket);
    } else {
      throw GoogleError.unimplemented("storage upload: " + method + " without upload_id");
    }
  }

  private void begin(Exchange exchange, String bucket) throws IOException {
    Principal caller = access.iam().authenticate(exchange.routing());
    objects.bucket(bucket);
    String type = exchange.query().get("uploadType");
    switch (type == null ? "" : type) {
      case "multipart" -> multipart(exchange, caller, bucket);
      case "media" -> media(exchange, caller, bucket);
      case "resumable" -> startResumable(exchange, caller, bucket);
      default -> throw GoogleError.invalid("The uploadType must be multipart, media or resumable.");
    }
  }

  private void multipart(Exchange exchange, Principal caller, String bucket) throws IOException {
    InputStream body = GzipBody.of(exchange.headers().get("Content-Encoding"), exchange.body());
    MultipartRelated multipart = MultipartRelated.of(exchange.headers().get("Content-Type"), body);
    JsonNode resource = Json.read(multipart.nextPart().body().readNBytes(1 << 20));
    NewObject wanted = wanted(exchange, bucket, resource);
    access.requireWrite(caller, objects, bucket, wanted.name());
    wanted.preconditions().requireForWrite(objects.find(bucket, wanted.name()));
    MultipartRelated.Part media = multipart.nextPart();
    NewObject typed = typed(wanted, media.headers().get("content-type"));
    ExpectedSums sums =
        ExpectedSums.fromHeaders(exchange.headers()).and(ExpectedSums.fromResource(resource));
    StoredObject made = store(typed, media.body(), sums, multipart::requireEnd);
    answer(exchange, made);
  }

  private void media(Exchange exchange, Principal caller, String bucket) throws IOException {
    if (exchange.headers().contains("Content-Encoding")) {
      throw GoogleError.unimplemented("storage upload: media with Content-Encoding");
    }
    NewObject wanted = wanted(exchange, bucket, Json.MAPPER.createObjectNode());
    access.requireWrite(caller, objects, bucket, wanted.name());
    wanted.preconditions().requireForWrite(objects.find(bucket, wanted.name()));
    NewObject typed = typed(wanted, exchange.headers().get("Content-Type"));
    ExpectedSums sums = ExpectedSums.fromHeaders(exchange.headers());
    answer(exchange, store(typed, exchange.body(), sums, () -> {}));
  }

  /** Something to check when the bytes have been read. */
  private interface AtEnd {
    void check() throws IOException;
  }

  private StoredObject store(NewObject wanted, InputStream in, ExpectedSums expected, AtEnd atEnd)
      throws IOException {
    try (StagedBytes staged = objects.stage()) {
      staged.copyFrom(in, Long.MAX_VALUE - 1);
      atEnd.check();
      Checksums.Sums sums = staged.seal();
      Optional<String> mismatch = expected.mismatch(sums);
      if (mismatch.isPresent()) {
        throw GoogleError.invalid(mismatch.get());
      }
      return objects.writes().create(wanted, staged.file(), sums);
    }
  }

  private void startResumable(Exchange exchange, Principal caller, String bucket)
      throws IOException {
    MultiMap headers = exchange.headers();
    JsonNode resource = Json.read(exchange.smallBody());
    NewObject wanted = wanted(exchange, bucket, resource);
    access.requireWrite(caller, objects, bucket, wanted.name());
    wanted.preconditions().requireForWrite(objects.find(bucket, wanted.name()));
    ResumableSession session =
        new ResumableSession(
            typed(wanted, headers.get("X-Upload-Content-Type")),
            ExpectedSums.fromResource(resource),
            Preconditions.number(headers, "X-Upload-Content-Length"));
    String id = objects.resumableUploads().start(session);
    exchange.empty(
        200,
        Map.of(
            "Location",
            exchange.root()
                + "/upload/storage/v1/b/"
                + Percent.encode(bucket)
                + "/o?uploadType=resumable&upload_id="
                + id,
            "X-GUploader-UploadID",
            id));
  }

  private static NewObject wanted(Exchange exchange, String bucket, JsonNode resource) {
    refuseQuery(exchange.query());
    if (!resource.isObject()) {
      throw GoogleError.invalid("An object resource is expected.");
    }
    String inQuery = exchange.query().get("name");
    String name =
        ObjectNames.require(inQuery != null ? inQuery : resource.path("name").textValue());
    String encoding = exchange.query().get("contentEncoding");
    if (encoding != null) {
      ((ObjectNode) resource).put(ObjectMetadata.CONTENT_ENCODING, encoding);
    }
    return new NewObject(
        bucket, name, ObjectMetadata.from(resource), Preconditions.fromQuery(exchange.query()));
  }

  private static void refuseQuery(MultiMap query) {
    for (String option : new String[] {"kmsKeyName", "predefinedAcl"}) {
      if (query.contains(option)) {
        throw GoogleError.unimplemented("storage.objects.insert with " + option);
      }
    }
  }

  private static NewObject typed(NewObject wanted, String contentType) {
    return new NewObject(
        wanted.bucket(),
        wanted.name(),
        wanted.metadata().withDefaultType(contentType),
        wanted.preconditions());
  }

  private static void answer(Exchange exchange, StoredObject made) {
    exchange.json(
        200, ObjectHeaders.ofResource(made), new ObjectResource(exchange.root()).of(made));
  }
}
