package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Principal;
import io.vertx.core.MultiMap;
import java.util.Set;

/** Buckets, and what is in them. The topology alone says which buckets there are. */
record BucketCalls(ObjectStore objects, StorageAccess access, String project) {
  private static final Set<String> LIST_OPTIONS_NOT_PLAYED =
      Set.of(
          "matchGlob",
          "filter",
          "softDeleted",
          "includeFoldersAsPrefixes",
          "includeTrailingDelimiter");

  void list(Exchange exchange, Principal caller) {
    access.iam().require(caller, "storage.buckets.list", "projects/" + project);
    ObjectNode page = Json.MAPPER.createObjectNode().put("kind", "storage#buckets");
    ArrayNode items = page.putArray("items");
    String prefix = text(exchange.query(), "prefix");
    ObjectResource resource = new ObjectResource(exchange.root());
    objects.buckets().stream()
        .filter(bucket -> bucket.name().startsWith(prefix))
        .forEach(bucket -> items.add(resource.of(bucket)));
    exchange.json(200, page);
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
