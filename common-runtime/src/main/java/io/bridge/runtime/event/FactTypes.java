package io.bridge.runtime.event;

import io.bridge.model.event.AgentEvent;
import io.bridge.model.event.CatalogEvent;
import io.bridge.model.event.ConnectionEvent;
import io.bridge.model.event.DashboardEvent;
import io.bridge.model.event.Fact;
import io.bridge.model.event.IdentityEvent;
import io.bridge.model.event.SyncEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every kind of fact, read from the sealed types of common-model. */
@Singleton
@RegisterForReflection(
    targets = {
      Fact.class,
      IdentityEvent.class,
      IdentityEvent.TeamCreated.class,
      SyncEvent.class,
      SyncEvent.UploadReceived.class,
      SyncEvent.TableLoaded.class,
      SyncEvent.DriftRefused.class,
      SyncEvent.LoadFailed.class,
      CatalogEvent.class,
      CatalogEvent.CatalogScanned.class,
      CatalogEvent.TableChanged.class,
      ConnectionEvent.class,
      ConnectionEvent.ConnectionValidated.class,
      ConnectionEvent.ConnectionFailed.class,
      ConnectionEvent.ConnectionRemoved.class,
      DashboardEvent.class,
      DashboardEvent.DashboardSaved.class,
      DashboardEvent.DashboardRemoved.class,
      DashboardEvent.BudgetExceeded.class,
      AgentEvent.class,
      AgentEvent.TaskAccepted.class,
      AgentEvent.TaskFinished.class
    })
class FactTypes {
  private final Map<Class<?>, FactType> byClass;
  private final Map<String, FactType> byName;

  FactTypes() {
    byClass = all().collect(Collectors.toMap(FactType::type, Function.identity()));
    byName = all().collect(Collectors.toMap(FactType::name, Function.identity()));
  }

  FactType of(Fact fact) {
    return byClass.get(fact.getClass());
  }

  Optional<FactType> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  static Stream<FactType> all() {
    return Arrays.stream(Fact.class.getPermittedSubclasses()).flatMap(FactTypes::onTopic);
  }

  private static Stream<FactType> onTopic(Class<?> topic) {
    Class<? extends Fact> topicType = topic.asSubclass(Fact.class);
    return Arrays.stream(topic.getPermittedSubclasses())
        .map(type -> FactType.of(topicType, type.asSubclass(Fact.class)));
  }
}
