package io.bridge.cloud.pubsub;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Reads from the log what a subscription has to deliver, and when. */
final class Due {
  private Due() {}

  /** Looks at what is due, longest due first, until the visitor has enough. */
  static void visit(Connection db, long subscription, Cursor after, Instant now, Visitor visitor)
      throws SQLException {
    String sql =
        "SELECT w.due, w.message_id, w.attempts, m.data, m.attributes, m.ordering_key, m.published"
            + " FROM waiting w CROSS JOIN message m ON m.id = w.message_id"
            + " WHERE w.subscription = ? AND w.due <= ? AND (w.due, w.message_id) > (?, ?)"
            + " ORDER BY w.due, w.message_id";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setLong(1, subscription);
      select.setLong(2, now.toEpochMilli());
      select.setLong(3, after.due());
      select.setLong(4, after.messageId());
      try (ResultSet row = select.executeQuery()) {
        boolean more = true;
        while (more && row.next()) {
          long id = row.getLong(2);
          more =
              visitor.visit(
                  new Cursor(row.getLong(1), id),
                  () ->
                      MessageRow.delivery(new AckId(subscription, id, row.getInt(3) + 1), row, 4));
        }
      }
    }
  }

  /** Where a look at what is due ended. */
  record Cursor(long due, long messageId) {
    static final Cursor START = new Cursor(Long.MIN_VALUE, 0);

    /** So that everything due at a time, or later, comes again. */
    Cursor before(Instant time) {
      long limit = time.toEpochMilli() - 1;
      return due <= limit ? this : new Cursor(limit, Long.MAX_VALUE);
    }
  }

  interface Visitor {
    /**
     * @return whether the next is wanted, too
     */
    boolean visit(Cursor position, Content content) throws SQLException;
  }

  interface Content {
    Delivery read() throws SQLException;
  }

  /** When the next message comes due, strictly after a time. */
  static Optional<Instant> next(Connection db, long subscription, Instant after)
      throws SQLException {
    String sql = "SELECT min(due) FROM waiting WHERE subscription = ? AND due > ? AND due < ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setLong(1, subscription);
      select.setLong(2, after.toEpochMilli());
      select.setLong(3, MessageLog.BLOCKED);
      try (ResultSet row = select.executeQuery()) {
        long due = row.next() ? row.getLong(1) : 0;
        return due == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due));
      }
    }
  }

  /** The delivery that the id names; empty when it is done, or failed and was made again. */
  static Optional<Delivery> find(Connection db, AckId id) throws SQLException {
    String sql =
        "SELECT m.data, m.attributes, m.ordering_key, m.published"
            + " FROM waiting w JOIN message m ON m.id = w.message_id"
            + " WHERE w.message_id = ? AND w.subscription = ? AND w.attempts = ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setLong(1, id.messageId());
      select.setLong(2, id.subscription());
      select.setInt(3, id.attempt() - 1);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(MessageRow.delivery(id, row, 1)) : Optional.empty();
      }
    }
  }
}
