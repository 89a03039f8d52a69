package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateTopicRequest;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.ResourceTable;
import io.bridge.cloud.store.Sqlite;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/** The topics there are, by their ids. */
final class Topics {
  private final ResourceTable<Topic> table;

  Topics(Sqlite db) {
    this.table = new ResourceTable<>(db, "topic", Topic.parser());
  }

  /** The topology's are these; what it declared before and does not any more is gone. */
  void declare(Collection<String> ids, Declared declared) {
    ids.forEach(id -> table.put(id, true, declared.topic(id)));
    List.copyOf(table.all().values()).stream()
        .filter(row -> row.declared() && !ids.contains(row.id()))
        .forEach(row -> table.remove(row.id()));
  }

  SortedMap<String, ResourceTable.Row<Topic>> all() {
    return table.all();
  }

  boolean has(String id) {
    return table.find(id).isPresent();
  }

  /**
   * @throws GoogleError 404
   */
  Topic require(String id) {
    return requireRow(id).resource();
  }

  private ResourceTable.Row<Topic> requireRow(String id) {
    return table.find(id).orElseThrow(() -> ResourceNames.none(id));
  }

  Topic create(String id, Topic wanted) {
    Topic topic = TopicRules.checked(wanted);
    if (has(id)) {
      throw ResourceNames.taken(id);
    }
    return table.put(id, false, topic).resource();
  }

  Topic change(String id, UpdateTopicRequest request) {
    ResourceTable.Row<Topic> row = requireRow(id);
    Topic changed = TopicRules.changed(row.resource(), request);
    return table.put(id, row.declared(), changed).resource();
  }

  void remove(String id) {
    table.remove(id);
  }
}
