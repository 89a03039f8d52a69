package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Principal;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** {@code /storage/v1} and {@code /download/storage/v1}: everything but uploads. */
final class JsonApi {
  private static final Set<String> LIST_OPTIONS_NOT_PLAYED =
      Set.of(
          "matchGlob",
          "filter",
          "softDeleted",
          "includeFoldersAsPrefixes",
          "includeTrailingDelimiter");

  private final ObjectStore objects;
  private final StorageAccess access;
  private final Downloads downloads;
  private final String project;

  JsonApi(ObjectStore objects, StorageAccess access, String project) {
    this.objects = objects;
    this.access = access;
    this.downloads = new Downloads(objects);
    this.project = project;
  }

  /**
   * @param rawPath below {@code /storage/v1}
   */
  void serve(Exchange exchange, String rawPath) throws IOException {
    Principal caller = access.iam().authenticate(exchange.routing());
    String method = method(exchange);
    String call = "storage: " + method + " of this path";
    JsonPath path = JsonPath.parse(rawPath).orElseThrow(() -> GoogleError.unimplemented(call));
    switch (path) {
      case JsonPath.Buckets() when method.equals("GET") -> listBuckets(exchange, caller);
      case JsonPath.OneBucket(String bucket) when method.equals("GET") ->
          getBucket(exchange, caller, bucket);
      case JsonPath.Objects(String bucket) when method.equals("GET") ->
          list(exchange, caller, bucket);
      case JsonPath.OneObject one when method.equals("GET") -> get(exchange, caller, one);
      case JsonPath.OneObject one when method.equals("DELETE") -> delete(exchange, caller, one);
      case JsonPath.OneObject one when method.equals("PATCH") -> patch(exchange, caller, one);
      case JsonPath.Buckets _ -> throw unimplemented("buckets", method);
      case JsonPath.OneBucket _ -> throw unimplemented("one bucket", method);
      case JsonPath.Objects _ -> throw unimplemented("objects", method);
      case JsonPath.OneObject _ -> throw unimplemented("one object", method);
    }
  }

  private static GoogleError unimplemented(String what, String method) {
    return GoogleError.unimplemented("storage: " + method + " of " + what);
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

  private void listBuckets(Exchange exchange, Principal caller) {
    access.iam().require(caller, "storage.buckets.list", "projects/" + project);
    ObjectNode page = Json.MAPPER.createObjectNode().put("kind", "storage#buckets");
    ArrayNode items = page.putArray("items");
    String prefix = exchange.query().get("prefix");
    ObjectResource resource = new ObjectResource(exchange.root());
    for (Bucket bucket : objects.buckets()) {
      if (prefix == null || bucket.name().startsWith(prefix)) {
        items.add(resource.of(bucket));
      }
    }
    exchange.json(200, page);
  }

  private void getBucket(Exchange exchange, Principal caller, String name) {
    Bucket bucket = objects.bucket(name);
    access.requireOnBucket(caller, "storage.buckets.get", name);
    exchange.json(200, new ObjectResource(exchange.root()).of(bucket));
  }

  private void list(Exchange exchange, Principal caller, String bucket) {
    objects.bucket(bucket);
    access.requireOnBucket(caller, "storage.objects.list", bucket);
    ObjectPage page = objects.list(query(exchange.query(), bucket));
    ObjectNode node = Json.MAPPER.createObjectNode().put("kind", "storage#objects");
    ObjectResource resource = new ObjectResource(exchange.root());
    if (!page.objects().isEmpty()) {
      ArrayNode items = node.putArray("items");
      page.objects().forEach(object -> items.add(resource.of(object)));
    }
    if (!page.prefixes().isEmpty()) {
      ArrayNode prefixes = node.putArray("prefixes");
      page.prefixes().forEach(prefixes::add);
    }
    if (page.nextPageToken() != null) {
      node.put("nextPageToken", page.nextPageToken());
    }
    exchange.json(200, node);
  }

  private static ObjectQuery query(MultiMap query, String bucket) {
    for (String option : LIST_OPTIONS_NOT_PLAYED) {
      if (query.contains(option)) {
        throw GoogleError.unimplemented("storage.objects.list with " + option);
      }
    }
    if (Boolean.parseBoolean(query.get("versions"))) {
      throw GoogleError.unimplemented("storage.objects.list with versions");
    }
    Long maxResults = Preconditions.number(query, "maxResults");
    String token = text(query, "pageToken");
    return new ObjectQuery(
        bucket,
        text(query, "prefix"),
        text(query, "delimiter"),
        text(query, "startOffset"),
        text(query, "endOffset"),
        token.isEmpty() ? "" : ObjectQuery.entryOf(token),
        pageSize(maxResults));
  }

  private static int pageSize(Long maxResults) {
    return maxResults == null || maxResults == 0
        ? ObjectQuery.MAX_PAGE_SIZE
        : (int) Math.min(maxResults, ObjectQuery.MAX_PAGE_SIZE);
  }

  private static String text(MultiMap query, String name) {
    String value = query.get(name);
    return value == null ? "" : value;
  }

  private void get(Exchange exchange, Principal caller, JsonPath.OneObject one) {
    StoredObject object = live(exchange, caller, "storage.objects.get", one);
    if (Preconditions.fromQuery(exchange.query()).isUnchanged(object)) {
      exchange.empty(304, ObjectHeaders.ofResource(object));
    } else if ("media".equals(exchange.query().get("alt"))) {
      downloads.send(exchange, object, ObjectHeaders.ofResource(object));
    } else {
      exchange.json(
          200, ObjectHeaders.ofResource(object), new ObjectResource(exchange.root()).of(object));
    }
  }

  private void delete(Exchange exchange, Principal caller, JsonPath.OneObject one) {
    StoredObject object = live(exchange, caller, "storage.objects.delete", one);
    Long generation = Preconditions.number(exchange.query(), "generation");
    objects.delete(
        object.bucket(), object.name(), generation, Preconditions.fromQuery(exchange.query()));
    exchange.empty(204, Map.of());
  }

  private void patch(Exchange exchange, Principal caller, JsonPath.OneObject one)
      throws IOException {
    StoredObject object = live(exchange, caller, "storage.objects.update", one);
    var change = Json.read(exchange.smallBody());
    StoredObject changed =
        objects.patch(
            object,
            metadata -> metadata.patched(change),
            Preconditions.fromQuery(exchange.query()));
    exchange.json(
        200, ObjectHeaders.ofResource(changed), new ObjectResource(exchange.root()).of(changed));
  }

  private StoredObject live(
      Exchange exchange, Principal caller, String permission, JsonPath.OneObject one) {
    objects.bucket(one.bucket());
    access.requireOnObject(caller, permission, one.bucket(), one.name());
    Long generation = Preconditions.number(exchange.query(), "generation");
    return objects
        .find(one.bucket(), one.name())
        .filter(object -> generation == null || generation == object.generation())
        .orElseThrow(() -> ObjectStore.noSuchObject(one.bucket(), one.name()));
  }
}
