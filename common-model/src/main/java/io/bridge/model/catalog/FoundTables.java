package io.bridge.model.catalog;

import java.util.List;

/**
 * What a lookup found.
 *
 * @param tables one entry for each name that fits a table, and one for each table that fits a name
 */
public record FoundTables(List<FoundTable> tables) {
  /**
   * A table that fits a name.
   *
   * @param name as it was asked for
   */
  public record FoundTable(String name, TableSchema schema) {}
}
