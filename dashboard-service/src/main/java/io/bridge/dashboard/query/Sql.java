package io.bridge.dashboard.query;

import io.bridge.sql.GoogleSql;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The process's one analyzer. */
@Singleton
class Sql {
  @Produces
  @Singleton
  GoogleSql googleSql() {
    return new GoogleSql();
  }
}
