package io.bridge.runtime.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.event.CatalogEvent;
import io.bridge.model.event.Fact;
import io.bridge.model.event.SyncEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FactTypesTest {
  private final FactTypes types = new FactTypes();

  @Test
  void namesATypeAfterItsRecordAndItsTopic() {
    FactType loaded = types.named("bridge.sync.table-loaded.v1").orElseThrow();

    assertEquals(SyncEvent.TableLoaded.class, loaded.type());
    assertEquals(SyncEvent.class, loaded.topicType());
    assertEquals("bridge.sync.v1", loaded.topic());
    assertEquals(
        CatalogEvent.CatalogScanned.class,
        types.named("bridge.catalog.catalog-scanned.v1").orElseThrow().type());
    assertTrue(types.named("bridge.sync.table-loaded.v2").isEmpty());
  }

  /** A type that is missing here works on the JVM and fails in a native executable. */
  @Test
  void registersEveryFactForNativeExecutables() {
    Set<Class<?>> registered =
        Set.of(FactTypes.class.getAnnotation(RegisterForReflection.class).targets());
    Set<Class<?>> needed =
        Stream.concat(
                Stream.concat(Stream.of(Fact.class), Arrays.stream(topics())),
                FactTypes.all().map(FactType::type))
            .collect(Collectors.toUnmodifiableSet());

    assertEquals(needed, registered);
  }

  @Test
  void keepsASubjectThatPubSubTakesAndHashesALongerOne() {
    assertEquals("a.b", OutboxKey.of("topic", "a.b").subject());
    assertEquals(1024, OutboxKey.of("topic", "x".repeat(1024)).subject().length());
    assertEquals(64, OutboxKey.of("topic", "ü".repeat(600)).subject().length());
  }

  private static Class<?>[] topics() {
    return Fact.class.getPermittedSubclasses();
  }
}
