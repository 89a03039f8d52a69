package io.bridge.dashboard.file;

import io.bridge.model.dashboard.Param;
import io.bridge.model.dashboard.Row;
import io.bridge.model.dashboard.Tile;
import io.bridge.model.dashboard.Tile.ColumnStyle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a file in the one canonical order, so that what is the same looks the same. */
public final class DashboardWriter {
  private DashboardWriter() {}

  /** YAML that reads as exactly this file. */
  public static String write(DashboardFile file) {
    YamlText text = new YamlText();
    text.entry(0, "bridge", DashboardReader.VERSION);
    text.entry(0, "name", YamlText.quoted(file.name()));
    text.entry(0, "title", YamlText.quoted(file.title()));
    text.entry(0, "description", quoted(file.description()));
    text.entry(0, "connection", quoted(file.connection()));
    text.entry(0, "cache", ttl(file.ttl()));
    text.entry(0, "limits", limits(file.limits()));
    text.entry(0, "freshness", file.freshness() == null ? null : Quantity.write(file.freshness()));
    if (!file.params().isEmpty()) {
      text.open(0, "params");
      file.params().forEach(param -> text.entry(2, param.name(), YamlText.map(param(param))));
    }
    text.open(0, "queries");
    file.queries().forEach(query -> query(text, query));
    text.open(0, "rows");
    file.rows().forEach(row -> row(text, row));
    return text.toString();
  }

  private static void query(YamlText text, QuerySpec query) {
    text.open(2, query.id());
    text.entry(4, "cache", ttl(query.ttl()));
    text.entry(4, "limits", limits(query.limits()));
    text.block(4, "sql", query.sql());
  }

  private static void row(YamlText text, Row row) {
    text.item(2, "height: " + row.height());
    text.open(4, "tiles");
    row.tiles().forEach(tile -> text.item(6, YamlText.map(tile(tile))));
  }

  private static String ttl(Duration ttl) {
    return ttl == null ? null : YamlText.map(Map.of("ttl", Quantity.write(ttl)));
  }

  private static String limits(FileLimits limits) {
    if (limits.equals(FileLimits.NONE)) {
      return null;
    }
    Map<String, String> keys = new LinkedHashMap<>();
    put(keys, "bytes", limits.bytes());
    put(keys, "rows", limits.rows());
    put(keys, "timeout", limits.timeout() == null ? null : Quantity.write(limits.timeout()));
    return YamlText.map(keys);
  }

  private static Map<String, String> param(ParamSpec spec) {
    Param param = spec.shown();
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("type", param.type());
    put(keys, "label", quoted(param.label()));
    put(keys, "multi", param.multi() ? "true" : null);
    if (param.options() != null) {
      keys.put("options", values(spec, param.options()));
    }
    if (param.optionsQuery() != null) {
      keys.put("options", YamlText.map(Map.of("query", param.optionsQuery())));
    }
    put(keys, "default", defaults(spec));
    return keys;
  }

  private static String defaults(ParamSpec spec) {
    List<String> defaults = spec.shown().defaults();
    if (defaults.isEmpty()) {
      return null;
    }
    if (spec.type() == ParamType.DATERANGE) {
      Map<String, String> range = new LinkedHashMap<>();
      range.put("from", defaults.get(0));
      range.put("to", defaults.get(1));
      return YamlText.map(range);
    }
    return spec.shown().multi() ? values(spec, defaults) : value(spec, defaults.getFirst());
  }

  private static String values(ParamSpec spec, List<String> values) {
    return YamlText.list(values.stream().map(value -> value(spec, value)).toList());
  }

  /** Whole numbers bear no quotes: that is what makes them numbers. */
  private static String value(ParamSpec spec, String value) {
    return spec.sqlType().equals("INT64") ? value : YamlText.quoted(value);
  }

  private static Map<String, String> tile(Tile tile) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("chart", tile.chart());
    put(keys, "title", quoted(tile.title()));
    put(keys, "query", tile.query());
    put(keys, "x", quoted(tile.x()));
    put(keys, "y", y(tile.y()));
    put(keys, "series", quoted(tile.series()));
    put(keys, "value", quoted(tile.value()));
    put(keys, "format", tile.format());
    put(keys, "stack", tile.stack());
    put(keys, "percent", tile.percent());
    put(keys, "orient", tile.orient());
    put(keys, "text", quoted(tile.text()));
    put(keys, "columns", columns(tile.columns()));
    put(keys, "w", tile.w());
    return keys;
  }

  private static String y(List<String> columns) {
    List<String> quoted = columns.stream().map(YamlText::quoted).toList();
    return switch (quoted.size()) {
      case 0 -> null;
      case 1 -> quoted.getFirst();
      default -> YamlText.list(quoted);
    };
  }

  private static String columns(Map<String, ColumnStyle> styles) {
    List<String> written = new ArrayList<>();
    styles.forEach((name, style) -> written.add(YamlText.quoted(name) + ": " + style(style)));
    return written.isEmpty() ? null : "{" + String.join(", ", written) + "}";
  }

  private static String style(ColumnStyle style) {
    Map<String, String> keys = new LinkedHashMap<>();
    put(keys, "format", style.format());
    put(keys, "bar", style.bar());
    return YamlText.map(keys);
  }

  private static String quoted(String value) {
    return value == null ? null : YamlText.quoted(value);
  }

  private static void put(Map<String, String> keys, String key, Object value) {
    if (value != null) {
      keys.put(key, value.toString());
    }
  }
}
