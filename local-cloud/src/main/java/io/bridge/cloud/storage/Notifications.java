package io.bridge.cloud.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.dispatch.Dispatcher;
import io.bridge.cloud.dispatch.DueWork;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.pubsub.PubSub;
import io.bridge.cloud.store.Sqlite;
import io.bridge.cloud.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells Pub/Sub what happened to objects. The message is a row written in the transaction of the
 * change and published after it, again at the next start if need be: a change is never untold, and
 * may be told twice.
 */
final class Notifications implements DueWork<Long>, AutoCloseable {
  static final String SCHEMA =
      """
      CREATE TABLE pending_notification (
        id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, attributes TEXT NOT NULL,
        data BLOB NOT NULL);
      """;

  private static final System.Logger LOG = System.getLogger(Notifications.class.getName());
  private static final Set<String> KNOWN_TYPES =
      Set.of("OBJECT_FINALIZE", "OBJECT_DELETE", "OBJECT_METADATA_UPDATE");
  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private final Topology topology;
  private final Sqlite db;
  private final PubSub pubSub;
  private final Dispatcher<Long> dispatcher;

  Notifications(Topology topology, Sqlite db, PubSub pubSub, Clock clock) {
    this.topology = topology;
    this.db = db;
    this.pubSub = pubSub;
    // One at a time: the messages leave in the order of the changes.
    this.dispatcher = new Dispatcher<>("storage-notifications", this, 1, clock);
    topology.buckets().forEach(this::requireTellable);
  }

  private void requireTellable(String bucket, Topology.Bucket declared) {
    for (Topology.Notification notification : declared.notifications()) {
      if (!topology.topics().get(notification.topic()).publishers().contains("storage")) {
        throw new IllegalArgumentException(
            "Cloud Storage may not publish on " + notification.topic() + " for bucket " + bucket);
      }
      if (!KNOWN_TYPES.containsAll(notification.eventTypes())
          || !"JSON_API_V1".equals(notification.payloadFormat())) {
        throw new IllegalArgumentException(
            "Bucket " + bucket + " asks for notifications that local-cloud does not send");
      }
    }
  }

  void start() {
    dispatcher.start();
  }

  /** Owes the messages about a change, in the transaction of that change. */
  void owe(Connection db, ObjectEvent event) throws SQLException {
    Topology.Bucket declared = topology.buckets().get(event.object().bucket());
    List<Topology.Notification> wanted = declared == null ? List.of() : declared.notifications();
    for (int i = 0; i < wanted.size(); i++) {
      Topology.Notification notification = wanted.get(i);
      if (notification.eventTypes().isEmpty() || notification.eventTypes().contains(event.type())) {
        insert(db, notification.topic(), event, i + 1);
      }
    }
  }

  private static void insert(Connection db, String topic, ObjectEvent event, int configId)
      throws SQLException {
    ObjectNode attributes = Json.MAPPER.valueToTree(new TreeMap<>(event.attributes(configId)));
    String sql = "INSERT INTO pending_notification (topic, attributes, data) VALUES (?, ?, ?)";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setString(1, topic);
      insert.setString(2, attributes.toString());
      insert.setBytes(3, Json.encode(ObjectResource.GOOGLE.of(event.object())));
      insert.executeUpdate();
    }
  }

  /** The change is on disk: tell it. */
  void committed() {
    dispatcher.wake();
  }

  @Override
  public List<Long> due(Instant now, Set<Long> running, int limit) {
    // The oldest only: the next is due when it is told.
    return running.isEmpty() ? oldest().stream().toList() : List.of();
  }

  @Override
  public Optional<Instant> nextDue(Instant now) {
    return Optional.empty();
  }

  private Optional<Long> oldest() {
    return db.read(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT min(id) FROM pending_notification");
              ResultSet row = select.executeQuery()) {
            long id = row.next() ? row.getLong(1) : 0;
            return id == 0 ? Optional.empty() : Optional.of(id);
          }
        });
  }

  @Override
  public void attempt(Long id) {
    db.read(connection -> find(connection, id)).ifPresent(this::publish);
    db.write(
        connection -> {
          String sql = "DELETE FROM pending_notification WHERE id = ?";
          try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setLong(1, id);
            return delete.executeUpdate();
          }
        });
  }

  private void publish(Pending pending) {
    try {
      pubSub.publish(pending.topic(), pending.data(), pending.attributes(), "");
    } catch (GoogleError e) {
      // It would be refused for ever, and all after it would wait: its topic is gone.
      LOG.log(
          Level.WARNING, "notification topic={0} dropped: {1}", pending.topic(), e.getMessage());
    }
  }

  private record Pending(String topic, Map<String, String> attributes, byte[] data) {}

  private static Optional<Pending> find(Connection db, long id) throws SQLException {
    String sql = "SELECT topic, attributes, data FROM pending_notification WHERE id = ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Pending(row.getString(1), attributes(row.getString(2)), row.getBytes(3)))
            : Optional.empty();
      }
    }
  }

  private static Map<String, String> attributes(String json) {
    try {
      return Json.MAPPER.readValue(json, STRINGS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
