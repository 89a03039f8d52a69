package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import java.io.IOException;

/** {@code /storage/v1} and {@code /download/storage/v1}: everything but uploads. */
final class JsonApi {
  private final StorageAccess access;
  private final BucketCalls buckets;
  private final ObjectCalls one;
  private final CopyCalls copies;
  private final BucketPermissions permissions;

  JsonApi(ObjectStore objects, StorageAccess access, String project) {
    this.access = access;
    this.buckets = new BucketCalls(objects, access, project);
    this.one = new ObjectCalls(objects, access);
    this.copies = new CopyCalls(objects, access);
    this.permissions = new BucketPermissions(objects, access);
  }

  /**
   * @param rawPath below {@code /storage/v1}
   */
  void serve(Exchange exchange, String rawPath) throws IOException {
    Principal caller = access.iam().authenticate(exchange.routing());
    JsonPath path = JsonPath.parse(rawPath);
    switch (method(exchange)) {
      case "GET" -> read(exchange, caller, path);
      case "POST" -> make(exchange, caller, path);
      case "PATCH" -> patch(exchange, caller, path);
      case "DELETE" -> delete(exchange, caller, path);
      case String method -> throw notPlayed(method, path);
    }
  }

  private void patch(Exchange exchange, Principal caller, JsonPath path) throws IOException {
    switch (path) {
      case JsonPath.OneBucket(String bucket) -> buckets.patch(exchange, caller, bucket);
      case JsonPath.OneObject object -> one.patch(exchange, caller, object);
      default -> throw notPlayed("PATCH", path);
    }
  }

  private void delete(Exchange exchange, Principal caller, JsonPath path) {
    switch (path) {
      case JsonPath.OneBucket(String bucket) -> buckets.delete(exchange, caller, bucket);
      case JsonPath.OneObject object -> one.delete(exchange, caller, object);
      default -> throw notPlayed("DELETE", path);
    }
  }

  private void read(Exchange exchange, Principal caller, JsonPath path) throws IOException {
    switch (path) {
      case JsonPath.Buckets() -> buckets.list(exchange, caller);
      case JsonPath.OneBucket(String bucket) -> buckets.get(exchange, caller, bucket);
      case JsonPath.Objects(String bucket) -> buckets.listObjects(exchange, caller, bucket);
      case JsonPath.OneObject object -> one.get(exchange, caller, object);
      case JsonPath.TestPermissions(String bucket) -> permissions.test(exchange, caller, bucket);
      case JsonPath.Compose _, JsonPath.Copy _, JsonPath.NotPlayed _ ->
          throw notPlayed("GET", path);
    }
  }

  private void make(Exchange exchange, Principal caller, JsonPath path) throws IOException {
    switch (path) {
      case JsonPath.Compose(JsonPath.OneObject into) -> copies.compose(exchange, caller, into);
      case JsonPath.Copy copy -> copies.copy(exchange, caller, copy);
      case JsonPath.Buckets() -> buckets.insert(exchange, caller);
      case JsonPath.OneBucket _,
          JsonPath.Objects _,
          JsonPath.OneObject _,
          JsonPath.TestPermissions _,
          JsonPath.NotPlayed _ ->
          throw notPlayed("POST", path);
    }
  }

  private static GoogleError notPlayed(String method, JsonPath path) {
    String what =
        switch (path) {
          case JsonPath.NotPlayed(String name) -> name;
          case JsonPath.Buckets _, JsonPath.OneBucket _ -> "storage.buckets";
          case JsonPath.Objects _, JsonPath.OneObject _ -> "storage.objects";
          case JsonPath.TestPermissions _ -> "storage.buckets.testIamPermissions";
          case JsonPath.Compose _ -> "storage.objects.compose";
          case JsonPath.Copy _ -> "storage.objects.copy";
        };
    return GoogleError.unimplemented(what + " by " + method);
  }

  /** Java's HTTP client knows no PATCH, and no GET of a long URL, and says so in a header. */
  private static String method(Exchange exchange) throws IOException {
    String method = exchange.request().method().name();
    String override = exchange.headers().get("X-HTTP-Method-Override");
    if (!method.equals("POST") || override == null) {
      return method;
    }
    if (override.equals("GET")) {
      exchange.readQueryFromBody();
    }
    return override;
  }
}
