package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Principal;
import java.io.IOException;
import java.util.Map;

/** One object: its resource, its bytes, its metadata, its end. */
final class ObjectCalls {
  private final ObjectStore objects;
  private final StorageAccess access;
  private final Downloads downloads;

  ObjectCalls(ObjectStore objects, StorageAccess access) {
    this.objects = objects;
    this.access = access;
    this.downloads = new Downloads(objects);
  }

  void get(Exchange exchange, Principal caller, JsonPath.OneObject one) throws IOException {
    if (exchange.query().contains("softDeleted") || exchange.query().contains("restoreToken")) {
      throw GoogleError.unimplemented("storage.objects.get of what was deleted");
    }
    StoredObject object = live(exchange, caller, "storage.objects.get", one);
    Map<String, String> headers = ObjectHeaders.ofResource(object);
    boolean unchanged = Preconditions.fromQuery(exchange.query()).isUnchanged(object);
    if (EntityTags.of(exchange.headers()).isUnchanged(headers.get("ETag")) || unchanged) {
      exchange.empty(304, headers);
    } else if ("media".equals(exchange.query().get("alt"))) {
      downloads.send(exchange, object, headers);
    } else {
      exchange.json(200, headers, new ObjectResource(exchange.root()).of(object));
    }
  }

  void delete(Exchange exchange, Principal caller, JsonPath.OneObject one) {
    StoredObject object = live(exchange, caller, "storage.objects.delete", one);
    Long generation = Preconditions.number(exchange.query(), "generation");
    objects
        .writes()
        .delete(
            object.bucket(), object.name(), generation, Preconditions.fromQuery(exchange.query()));
    exchange.empty(204, Map.of());
  }

  void patch(Exchange exchange, Principal caller, JsonPath.OneObject one) throws IOException {
    StoredObject object = live(exchange, caller, "storage.objects.update", one);
    var change = Json.read(exchange.smallBody());
    StoredObject changed =
        objects
            .writes()
            .patch(
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
    return objects.live(one.bucket(), one.name(), generation);
  }
}
