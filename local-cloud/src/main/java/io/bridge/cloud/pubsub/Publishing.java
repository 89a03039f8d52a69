package io.bridge.cloud.pubsub;

import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.store.Sqlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts messages on disk for each subscription of their topic. Requests that come while the writer
 * is busy are written together: what a write costs by itself is paid once for all of them.
 */
final class Publishing {
  /** So much may wait for the writer before a publisher has to. */
  private static final long MOST_WAITING_BYTES = 64_000_000;

  private final Clock clock;
  private final Sqlite db;
  private final Topics topics;
  private final Backlogs backlogs;
  private final ResourceNames names;
  private final AtomicLong waitingBytes = new AtomicLong();
  private List<Request> waiting = new ArrayList<>();

  Publishing(CloudContext context, Sqlite db, Topics topics, Backlogs backlogs) {
    this.clock = context.clock();
    this.db = db;
    this.topics = topics;
    this.backlogs = backlogs;
    this.names = new ResourceNames(context.project());
  }

  private record Request(
      String topic, List<NewMessage> messages, long bytes, CompletableFuture<List<String>> ids) {

    static Request of(String topic, List<NewMessage> messages) {
      long bytes = messages.stream().mapToLong(NewMessage::sizeBytes).sum();
      return new Request(topic, messages, bytes, new CompletableFuture<>());
    }
  }

  /**
   * Publishes all or none. The stage completes on the writer's thread, so what follows must not
   * wait. This itself waits only while the writer is far behind.
   *
   * @return their ids, when they are on disk
   * @throws GoogleError 404 for a topic that is none, 400 for a message beyond Google's limits
   */
  CompletionStage<List<String>> publish(String topic, List<NewMessage> messages) {
    topics.require(topic);
    messages.forEach(NewMessage::validate);
    Request request = Request.of(topic, messages);
    add(request);
    if (waitingBytes.addAndGet(request.bytes) > MOST_WAITING_BYTES) {
      request.ids.exceptionally(_ -> List.of()).join();
    }
    return request.ids;
  }

  private synchronized void add(Request request) {
    waiting.add(request);
    if (waiting.size() == 1) {
      Batch batch = new Batch();
      db.submit(batch::write).whenComplete(batch::answer);
    }
  }

  private synchronized List<Request> takeWaiting() {
    List<Request> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  /** What waits when the writer comes to it. */
  private final class Batch {
    private List<Request> requests = List.of();

    List<List<String>> write(Connection c) throws SQLException {
      requests = takeWaiting();
      Instant now = clock.instant();
      List<List<String>> written = new ArrayList<>(requests.size());
      for (Request request : requests) {
        List<String> ids = new ArrayList<>(request.messages.size());
        for (NewMessage message : request.messages) {
          ids.add(Long.toString(append(c, request.topic, message, now)));
        }
        written.add(ids);
      }
      return written;
    }

    void answer(List<List<String>> written, Throwable failure) {
      if (failure != null) {
        fail(failure);
        return;
      }
      Set<String> heard = new HashSet<>();
      requests.forEach(request -> heard.add(request.topic));
      heard.forEach(Publishing.this::wake);
      for (int i = 0; i < requests.size(); i++) {
        waitingBytes.addAndGet(-requests.get(i).bytes);
        requests.get(i).ids.complete(written.get(i));
      }
    }

    private void fail(Throwable failure) {
      // Where the writer did not even come to them, they wait still.
      List<Request> failed = requests.isEmpty() ? takeWaiting() : requests;
      for (Request request : failed) {
        waitingBytes.addAndGet(-request.bytes);
        request.ids.completeExceptionally(failure);
      }
    }
  }

  /** Within a transaction; {@link #wake} when it is committed. */
  long append(Connection c, String topic, NewMessage message, Instant now) throws SQLException {
    long id = MessageLog.insert(c, message, now);
    boolean kept = false;
    for (Backlog backlog : backlogs.of(names.topic(topic))) {
      Terms terms = backlog.terms();
      if (terms.filter().wants(message.attributes())) {
        String key = terms.ordered() ? message.orderingKey() : "";
        MessageLog.keepFor(c, backlog.key(), id, key, now);
        kept = true;
      }
    }
    if (!kept) {
      MessageLog.removeUnwanted(c, id);
    }
    return id;
  }

  /** Messages of the last moments are committed. */
  void wake(String topic) {
    backlogs.of(names.topic(topic)).forEach(backlog -> backlog.arrived(Instant.EPOCH));
  }

  /** Whether dead letters can go there. */
  boolean hasTopic(String id) {
    return topics.has(id);
  }

  ResourceNames names() {
    return names;
  }
}
