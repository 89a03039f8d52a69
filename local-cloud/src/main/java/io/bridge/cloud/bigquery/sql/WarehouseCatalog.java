package io.bridge.cloud.bigquery.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables a statement may name. */
@FunctionalInterface
public interface WarehouseCatalog {

  /**
   * The table of that name; all three parts are case-sensitive.
   *
   * <p>Virtual tables come through here too. {@code ds.__TABLES__} is table {@code __TABLES__} of
   * dataset {@code ds}. The views of INFORMATION_SCHEMA have a dataset that ends in {@code
   * INFORMATION_SCHEMA} (upper case, however the statement wrote it) and the view's name, upper
   * case, as the table:
   *
   * <ul>
   *   <li>{@code [p.]ds.INFORMATION_SCHEMA.COLUMNS}: {@code ("p", "ds.INFORMATION_SCHEMA",
   *       "COLUMNS")}
   *   <li>{@code [p.]INFORMATION_SCHEMA.SCHEMATA}: {@code ("p", "INFORMATION_SCHEMA", "SCHEMATA")}
   *   <li>{@code [p.]region-us.INFORMATION_SCHEMA.TABLES}: {@code ("p",
   *       "region-us.INFORMATION_SCHEMA", "TABLES")}
   * </ul>
   *
   * @return empty when there is none; the compiler then fails with reason {@code notFound}
   */
  Optional<WarehouseTable> find(String project, String dataset, String table);

  /**
   * The tables that a wildcard table is made of: those whose names start so, in any order, views
   * among them. Called once for each wildcard table of a statement.
   *
   * @param prefix may be empty
   */
  default List<Member> findAll(String project, String dataset, String prefix) {
    throw SqlException.unsupported("A wildcard table");
  }

  /**
   * One of the tables behind a wildcard.
   *
   * @param isView whether it has no rows of its own
   * @param createdMs since 1970: the newest table's schema is the wildcard table's
   */
  record Member(WarehouseTable table, boolean isView, long createdMs) {}

  /** GoogleSQL of the values that columns have when none is given, by name of the column. */
  default Map<String, String> defaults(WarehouseTable table) {
    return Map.of();
  }
}
