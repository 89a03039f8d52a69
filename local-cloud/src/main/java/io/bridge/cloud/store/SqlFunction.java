package io.bridge.cloud.store;

import java.sql.SQLException;

/** Work on a connection. */
@FunctionalInterface
public interface SqlFunction<A, T> {
  T apply(A argument) throws SQLException;
}
