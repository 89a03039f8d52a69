package io.bridge.dashboard.file;

import io.bridge.dashboard.yaml.Findings;
import io.bridge.dashboard.yaml.Position;
import io.bridge.dashboard.yaml.Source;
import io.bridge.dashboard.yaml.SourceMap;
import io.bridge.dashboard.yaml.YamlNode.Text;
import java.util.HashMap;
import java.util.Map;

/** A file just read, which still knows where its SQL stands. */
public final class ParsedFile {
  private final DashboardFile file;
  private final String fileName;
  private final Source source;
  private final Places places;

  ParsedFile(DashboardFile file, String fileName, Source source, Places places) {
    this.file = file;
    this.fileName = fileName;
    this.source = source;
    this.places = places;
  }

  /**
   * What the file is remembered for.
   *
   * @param sql of each query
   * @param columns where tiles name columns, by paths such as {@code rows[0].tiles[1].x}
   */
  record Places(Map<String, Text> sql, Map<String, Position> columns) {
    Places() {
      this(new HashMap<>(), new HashMap<>());
    }
  }

  public DashboardFile file() {
    return file;
  }

  /** An empty list that names this file. */
  public Findings newFindings() {
    return new Findings(fileName);
  }

  /**
   * Place of a character of a query's SQL.
   *
   * @param index in {@link QuerySpec#sql()}
   */
  public Position position(String query, int index) {
    return SourceMap.of(source, places.sql().get(query)).position(index);
  }

  /**
   * Place where a tile names a column.
   *
   * @param path such as {@code rows[0].tiles[1].x}
   */
  public Position position(String path) {
    return places.columns().getOrDefault(path, Position.START);
  }
}
