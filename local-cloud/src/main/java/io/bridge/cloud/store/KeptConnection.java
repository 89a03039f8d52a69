package io.bridge.cloud.store;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A connection that keeps its statements prepared: parsing a statement costs more than running it.
 * A statement is kept when it is closed and handed out again for the same text, so the same text
 * may also run inside itself.
 */
final class KeptConnection extends JDBC4Connection {
  private static final int MOST_KEPT = 200;

  /** Closed by their users and ready; the one that waits longest is the first. */
  private final Map<String, Kept> idle = new LinkedHashMap<>();

  KeptConnection(Path file, Properties properties) throws SQLException {
    super("jdbc:sqlite:" + file, file.toString(), properties);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    checkOpen();
    Kept kept = idle.remove(sql);
    return kept == null ? new Kept(this, sql) : kept;
  }

  private void keep(String sql, Kept statement) throws SQLException {
    Kept other = idle.put(sql, statement);
    if (other != null) {
      other.release();
    }
    if (idle.size() > MOST_KEPT) {
      var eldest = idle.entrySet().iterator();
      Kept longest = eldest.next().getValue();
      eldest.remove();
      longest.release();
    }
  }

  private static final class Kept extends JDBC4PreparedStatement {
    private final KeptConnection connection;
    private final String text;

    Kept(KeptConnection connection, String text) throws SQLException {
      super(connection, text);
      this.connection = connection;
      this.text = text;
    }

    @Override
    public void close() throws SQLException {
      if (connection.isClosed() || pointer.isClosed()) {
        release();
        return;
      }
      rs.close();
      clearBatch();
      // Values of the last use would otherwise stay in memory, large ones too.
      clearParameters();
      connection.keep(text, this);
    }

    private void release() throws SQLException {
      super.close();
    }
  }
}
