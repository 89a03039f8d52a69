package io.bridge.model.event;

/** Something that happened; travels over Pub/Sub as a CloudEvent. One sealed interface a topic. */
public sealed interface Fact permits IdentityEvent, SyncEvent, CatalogEvent {
  /** Id of the aggregate: CloudEvents' subject and the ordering key. */
  String subject();
}
