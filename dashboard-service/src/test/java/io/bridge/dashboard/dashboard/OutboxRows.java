package io.bridge.dashboard.dashboard;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Facts as they stand in the outbox. */
final class OutboxRows {
  private OutboxRows() {}

  static List<String> types(String subject) {
    return texts("select type from outbox where subject = ? order by position", subject);
  }

  /** Tables of the newest fact that has any. */
  static String tables(String subject) {
    return texts(
            "select payload ->> 'tables' from outbox where subject = ?"
                + " and payload ->> 'tables' is not null order by position desc",
            subject)
        .getFirst();
  }

  private static List<String> texts(String sql, String subject) {
    Config config = ConfigProvider.getConfig();
    try (Connection database =
            DriverManager.getConnection(
                "jdbc:" + config.getValue("database.url", String.class),
                config.getValue("database.user", String.class),
                config.getValue("database.password", String.class));
        PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setString(1, subject);
      List<String> texts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
