package io.bridge.model.event;

/** Something that happened; travels over Pub/Sub as a CloudEvent. One sealed interface a topic. */
public sealed interface Fact
    permits IdentityEvent, ConnectionEvent, CatalogEvent, SyncEvent, DashboardEvent, AgentEvent {
  /** Id of the aggregate: CloudEvents' subject and the ordering key. */
  String subject();
}
