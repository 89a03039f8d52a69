package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Objects made of other objects: {@code compose}, {@code copyTo} and {@code rewriteTo}. */
record CopyCalls(ObjectStore objects, StorageAccess access) {
  private static final int MAX_SOURCES = 32;

  /** Answers the new object; the bytes of the sources follow each other in it. */
  void compose(Exchange exchange, Principal caller, JsonPath.OneObject into) throws IOException {
    objects.bucket(into.bucket());
    refuse(exchange, "kmsKeyName", "destinationPredefinedAcl");
    JsonNode request = Json.read(exchange.smallBody());
    List<StoredObject> sources = sources(caller, into.bucket(), request.path("sourceObjects"));
    JsonNode destination = request.path("destination");
    ObjectMetadata metadata =
        destination.isObject() ? ObjectMetadata.from(destination) : ObjectMetadata.EMPTY;
    Preconditions preconditions = Preconditions.fromQuery(exchange.query());
    int components = sources.stream().mapToInt(CopyCalls::components).sum();
    NewObject wanted = wanted(caller, into, metadata, preconditions, components);
    try (StagedBytes staged = objects.stage()) {
      for (StoredObject source : sources) {
        try (InputStream in = Files.newInputStream(objects.file(source))) {
          staged.copyFrom(in, Long.MAX_VALUE - 1);
        }
      }
      answer(exchange, objects.writes().create(wanted, staged.file(), staged.seal().composed()));
    } catch (NoSuchFileException _) {
      throw GoogleError.notFound("A source object was deleted meanwhile.");
    }
  }

  private List<StoredObject> sources(Principal caller, String bucket, JsonNode list) {
    if (!list.isArray() || list.isEmpty()) {
      throw new GoogleError(
          400, "required", "You must provide at least one source component to compose.");
    }
    if (list.size() > MAX_SOURCES) {
      throw GoogleError.invalid(
          "The number of source components provided (%d) exceeds the maximum (%d)."
              .formatted(list.size(), MAX_SOURCES));
    }
    List<StoredObject> sources = new ArrayList<>();
    for (JsonNode one : list) {
      String name = ObjectNames.require(one.path("name").textValue());
      access.requireOnObject(caller, "storage.objects.get", bucket, name);
      StoredObject source = objects.live(bucket, name, number(one.path("generation")));
      Long match = number(one.path("objectPreconditions").path("ifGenerationMatch"));
      new Preconditions(match, null, null, null).requireForWrite(Optional.of(source));
      sources.add(source);
    }
    return sources;
  }

  private static int components(StoredObject source) {
    return source.components() == null ? 1 : source.components();
  }

  /** Google writes such numbers as text. */
  private static Long number(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.asText().matches("[0-9]{1,18}")) {
      throw GoogleError.invalid("Invalid generation of a source object");
    }
    return Long.valueOf(value.asText());
  }

  /** Both kinds of copy are done at once, however large: a link to the same bytes. */
  void copy(Exchange exchange, Principal caller, JsonPath.Copy copy) throws IOException {
    objects.bucket(copy.from().bucket());
    objects.bucket(copy.to().bucket());
    refuse(exchange, "destinationKmsKeyName", "destinationPredefinedAcl", "rewriteToken");
    access.requireOnObject(caller, "storage.objects.get", copy.from().bucket(), copy.from().name());
    Long generation = Preconditions.number(exchange.query(), "sourceGeneration");
    StoredObject source = objects.live(copy.from().bucket(), copy.from().name(), generation);
    Preconditions.ofSource(exchange.query()).requireForWrite(Optional.of(source));
    JsonNode resource = Json.read(exchange.smallBody());
    ObjectMetadata metadata =
        resource.isEmpty() ? source.metadata() : ObjectMetadata.from(resource);
    NewObject wanted =
        wanted(
            caller,
            copy.to(),
            metadata,
            Preconditions.fromQuery(exchange.query()),
            source.components());
    StoredObject made = link(wanted, source);
    if (copy.rewrite()) {
      exchange.json(200, rewritten(made, new ObjectResource(exchange.root()).of(made)));
    } else {
      answer(exchange, made);
    }
  }

  private StoredObject link(NewObject wanted, StoredObject source) throws IOException {
    Path second = secondName(source);
    try {
      return objects.writes().create(wanted, second, source.sums());
    } finally {
      Files.deleteIfExists(second);
    }
  }

  private Path secondName(StoredObject source) throws IOException {
    try {
      return objects.secondName(source);
    } catch (NoSuchFileException _) {
      throw ObjectStore.noSuchObject(source.bucket(), source.name());
    }
  }

  private static ObjectNode rewritten(StoredObject made, ObjectNode resource) {
    String size = Long.toString(made.sizeBytes());
    ObjectNode answer = Json.MAPPER.createObjectNode().put("kind", "storage#rewriteResponse");
    answer.put("totalBytesRewritten", size).put("objectSize", size).put("done", true);
    answer.set("resource", resource);
    return answer;
  }

  private NewObject wanted(
      Principal caller,
      JsonPath.OneObject to,
      ObjectMetadata metadata,
      Preconditions preconditions,
      Integer components) {
    String name = ObjectNames.require(to.name());
    access.requireWrite(caller, objects, to.bucket(), name);
    preconditions.requireForWrite(objects.find(to.bucket(), name));
    return new NewObject(to.bucket(), name, metadata, preconditions, components);
  }

  private static void refuse(Exchange exchange, String... options) {
    for (String option : options) {
      if (exchange.query().contains(option)) {
        throw GoogleError.unimplemented("storage: copies with " + option);
      }
    }
  }

  private static void answer(Exchange exchange, StoredObject made) {
    exchange.json(
        200, ObjectHeaders.ofResource(made), new ObjectResource(exchange.root()).of(made));
  }
}
