package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.http.Page;
import io.bridge.cloud.iam.Principal;
import io.bridge.cloud.resource.Rules;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Buckets, and what is in them. */
record BucketCalls(ObjectStore objects, StorageAccess access, String project) {
  private static final Set<String> LIST_OPTIONS_NOT_PLAYED =
      Set.of(
          "matchGlob",
          "filter",
          "softDeleted",
          "includeFoldersAsPrefixes",
          "includeTrailingDelimiter");

  private static final Set<String> ACL_OPTIONS =
      Set.of("predefinedAcl", "predefinedDefaultObjectAcl", "enableObjectRetention");

  void list(Exchange exchange, Principal caller) {
    access.iam().require(caller, "storage.buckets.list", "projects/" + project);
    ObjectNode page = Json.MAPPER.createObjectNode().put("kind", "storage#buckets");
    ArrayNode items = page.putArray("items");
    String prefix = text(exchange.query(), "prefix");
    ObjectResource resource = new ObjectResource(exchange.root());
    SortedMap<String, Bucket> all =
        objects.buckets().all().subMap(prefix, prefix + Character.MAX_VALUE);
    Page<Bucket> some =
        Page.of(
            all,
            pageSize(Preconditions.number(exchange.query(), "maxResults")),
            text(exchange.query(), "pageToken"));
    some.items().forEach(bucket -> items.add(resource.of(bucket)));
    if (!some.nextToken().isEmpty()) {
      page.put("nextPageToken", some.nextToken());
    }
    exchange.json(200, page);
  }

  void insert(Exchange exchange, Principal caller) throws IOException {
    requireOurs(text(exchange.query(), "project"));
    access.iam().require(caller, "storage.buckets.create", "projects/" + project);
    refuseAcls(exchange.query());
    JsonNode wanted = Json.read(exchange.smallBody());
    String name = BucketName.require(wanted.path("name").asText());
    String location = BucketName.location(wanted.path("location").asText());
    Bucket made = objects.buckets().create(name, location, BucketSettings.of(wanted));
    exchange.json(200, new ObjectResource(exchange.root()).of(made));
  }

  private void requireOurs(String asked) {
    if (asked.isEmpty()) {
      throw GoogleError.invalid("Required parameter: project");
    }
    if (!asked.equals(project)) {
      throw GoogleError.notFound("The requested project was not found.");
    }
  }

  private static void refuseAcls(MultiMap query) {
    for (String option : ACL_OPTIONS) {
      Rules.refuse(query.contains(option), "storage.buckets with " + option);
    }
  }

  void patch(Exchange exchange, Principal caller, String name) throws IOException {
    objects.bucket(name);
    access.requireOnBucket(caller, "storage.buckets.update", name);
    refuseAcls(exchange.query());
    Preconditions preconditions = Preconditions.fromQuery(exchange.query());
    JsonNode patch = Json.read(exchange.smallBody());
    Bucket changed =
        objects
            .buckets()
            .change(name, preconditions::requireForWrite, settings -> settings.patched(patch));
    exchange.json(200, new ObjectResource(exchange.root()).of(changed));
  }

  void delete(Exchange exchange, Principal caller, String name) {
    objects.bucket(name);
    access.requireOnBucket(caller, "storage.buckets.delete", name);
    Preconditions preconditions = Preconditions.fromQuery(exchange.query());
    objects.buckets().delete(name, preconditions::requireForWrite);
    exchange.empty(204, Map.of());
  }

  void get(Exchange exchange, Principal caller, String name) {
    Bucket bucket = objects.bucket(name);
    access.requireOnBucket(caller, "storage.buckets.get", name);
    exchange.json(200, new ObjectResource(exchange.root()).of(bucket));
  }

  void listObjects(Exchange exchange, Principal caller, String bucket) {
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
    String token = text(query, "pageToken");
    return new ObjectQuery(
        bucket,
        text(query, "prefix"),
        text(query, "delimiter"),
        text(query, "startOffset"),
        text(query, "endOffset"),
        token.isEmpty() ? "" : ObjectQuery.entryOf(token),
        pageSize(Preconditions.number(query, "maxResults")));
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
}
