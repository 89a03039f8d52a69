package io.bridge.cloud.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.pubsub.v1.Subscription;
import io.bridge.cloud.resource.ResourceTable;
import io.bridge.cloud.store.Sqlite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the log without having been delivered, and a log of an earlier version. */
class LogUpkeepTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path dir;

  private Sqlite db;
  private long subscription;

  @BeforeEach
  void open() {
    db = Sqlite.open(dir, "pubsub", LogUpkeep.MIGRATIONS);
    subscription =
        new ResourceTable<>(db, "subscription", Subscription.parser())
            .put("s", false, Subscription.getDefaultInstance())
            .key();
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void givesUpWhatWasKeptForTooLongAndReleasesWhatWaitedForIt() {
    append(NOW.minus(Duration.ofMinutes(11)), "key", "old");
    append(NOW.minus(Duration.ofMinutes(9)), "key", "new");
    assertEquals(List.of("old"), due());

    write(c -> LogUpkeep.expire(c, subscription, NOW.minus(Duration.ofMinutes(10)), NOW));

    assertEquals(List.of("new"), due());
    assertEquals(1, count("message"));
  }

  @Test
  void forgetsMessagesOfASubscriptionThatIsGone() {
    append(NOW, "", "orphan");
    new ResourceTable<>(db, "subscription", Subscription.parser()).remove("s");

    write(LogUpkeep::removeOrphans);

    assertEquals(0, count("waiting"));
    assertEquals(0, count("message"));
  }

  @Test
  void keepsTheMessagesOfAnEarlierVersion() {
    Path older = dir.resolve("older");
    try (Sqlite first = Sqlite.open(older, "pubsub", LogUpkeep.MIGRATIONS.subList(0, 1))) {
      first.write(
          c -> {
            try (var statement = c.createStatement()) {
              statement.executeUpdate(
                  "INSERT INTO message VALUES (7, 't', x'6f6c64', '{\"k\":\"v\"}', '', 0);"
                      + "INSERT INTO delivery VALUES ('sub', 7, '', 2, 0)");
            }
            return null;
          });
    }

    try (Sqlite second = Sqlite.open(older, "pubsub", LogUpkeep.MIGRATIONS)) {
      long key =
          new ResourceTable<>(second, "subscription", Subscription.parser())
              .find("sub")
              .orElseThrow()
              .key();
      Delivery delivery = second.read(c -> Due.find(c, new AckId(key, 7, 3))).orElseThrow();

      assertEquals("old", new String(delivery.data()));
      assertEquals(Map.of("k", "v"), delivery.attributes());
    }
  }

  private void append(Instant published, String key, String text) {
    write(
        c -> {
          NewMessage message = new NewMessage(text.getBytes(), Map.of(), key);
          long id = MessageLog.insert(c, message, published);
          MessageLog.keepFor(c, subscription, id, key, published);
        });
  }

  private List<String> due() {
    List<String> texts = new ArrayList<>();
    db.<Void>read(
        c -> {
          Due.visit(
              c,
              subscription,
              Due.Cursor.START,
              NOW,
              (_, content) -> texts.add(new String(content.read().data())));
          return null;
        });
    return texts;
  }

  private interface Work {
    void in(Connection connection) throws SQLException;
  }

  private void write(Work work) {
    db.<Void>write(
        c -> {
          work.in(c);
          return null;
        });
  }

  private int count(String table) {
    return db.read(
        c -> {
          try (var rows = c.prepareStatement("SELECT count(*) FROM " + table).executeQuery()) {
            return rows.getInt(1);
          }
        });
  }
}
