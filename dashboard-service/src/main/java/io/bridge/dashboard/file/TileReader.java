package io.bridge.dashboard.file;

import static io.bridge.dashboard.yaml.Findings.quote;

import io.bridge.dashboard.yaml.Findings;
import io.bridge.dashboard.yaml.Position;
import io.bridge.dashboard.yaml.YamlNode;
import io.bridge.dashboard.yaml.YamlNode.Entry;
import io.bridge.dashboard.yaml.YamlNode.Sequence;
import io.bridge.dashboard.yaml.YamlNode.Text;
import io.bridge.model.dashboard.Tile;
import io.bridge.model.dashboard.Tile.ColumnStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one tile; which keys it may have depends on its chart. */
final class TileReader {
  static final List<String> ORIENTS = List.of("horizontal", "vertical");
  static final int MAX_COLUMN = 300;
  static final int MAX_SERIES = 20;

  private static final Tile NONE =
      new Tile(null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  private static final int MAX_TEXT = 10_000;
  private static final int MAX_STYLES = 200;

  private final Findings findings;
  private final Set<String> queries;
  private final Map<String, Position> places;

  /**
   * @param queries names that a tile may have
   * @param places gets the place of each key that names columns
   */
  TileReader(Findings findings, Set<String> queries, Map<String, Position> places) {
    this.findings = findings;
    this.queries = queries;
    this.places = places;
  }

  Tile read(YamlNode node, String path) {
    Fields fields = Fields.of(node, path, findings).orElse(null);
    if (fields == null) {
      return NONE;
    }
    fields.require(List.of("chart"));
    String key = fields.oneOf("chart", Chart.keys());
    if (key == null) {
      fields.allow(Chart.allKeys());
      return NONE;
    }
    Chart chart = Chart.of(key);
    fields.allow(chart.allowed());
    fields.require(chart.required());
    Stream.of("x", "y", "series", "value", "columns")
        .filter(name -> fields.node(name) != null)
        .forEach(name -> places.put(fields.path(name), fields.node(name).at()));
    return tile(chart, fields);
  }

  private Tile tile(Chart chart, Fields fields) {
    return new Tile(
        chart.key(),
        fields.text("title", DashboardReader.MAX_TITLE),
        fields.oneOf("query", queries),
        fields.integer("w", 1, RowReader.WIDTH),
        fields.text("x", MAX_COLUMN),
        y(chart, fields),
        fields.text("series", MAX_COLUMN),
        fields.text("value", MAX_COLUMN),
        fields.oneOf("format", Formats.NAMES),
        fields.bool("stack"),
        fields.bool("percent"),
        fields.oneOf("orient", ORIENTS),
        fields.text("text", MAX_TEXT),
        columns(fields));
  }

  private List<String> y(Chart chart, Fields fields) {
    if (!(fields.node("y") instanceof Sequence several)) {
      return Stream.ofNullable(fields.text("y", MAX_COLUMN)).toList();
    }
    int most = chart.takesSeveral() ? MAX_SERIES : 1;
    if (several.items().isEmpty() || several.items().size() > most) {
      findings.add(several.at(), fields.path("y"), "1 to " + most + " columns");
    }
    List<String> names = new ArrayList<>();
    for (YamlNode item : several.items()) {
      if (item instanceof Text text && !text.isMissing() && text.value().length() <= MAX_COLUMN) {
        names.add(text.value());
      } else {
        findings.add(item.at(), fields.path("y"), "here should be the name of a column");
      }
    }
    return List.copyOf(names);
  }

  private Map<String, ColumnStyle> columns(Fields tile) {
    Fields fields = tile.fields("columns").orElse(null);
    if (fields == null) {
      return Map.of();
    }
    if (fields.entries().size() > MAX_STYLES) {
      findings.add(fields.at(), tile.path("columns"), "more than " + MAX_STYLES + " of them");
    }
    Map<String, ColumnStyle> styles = new LinkedHashMap<>();
    for (Entry entry : fields.entries()) {
      String name = entry.key().value();
      if (name.length() > MAX_COLUMN) {
        findings.add(entry.key().at(), tile.path("columns"), quote(name) + " is no column");
      } else {
        Fields.of(entry.value(), fields.path(name), findings)
            .ifPresent(style -> styles.put(name, style(style)));
      }
    }
    return styles;
  }

  private static ColumnStyle style(Fields fields) {
    fields.allow(List.of("format", "bar"));
    return new ColumnStyle(fields.oneOf("format", Formats.NAMES), fields.bool("bar"));
  }
}
