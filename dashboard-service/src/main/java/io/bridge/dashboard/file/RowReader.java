package io.bridge.dashboard.file;

import io.bridge.dashboard.yaml.Findings;
import io.bridge.dashboard.yaml.YamlNode;
import io.bridge.model.dashboard.Row;
import io.bridge.model.dashboard.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads {@code rows}. */
final class RowReader {
  static final int MAX_TILES = 200;
  static final int WIDTH = 12;
  static final int MAX_HEIGHT = 12;

  private static final int LOW = 1;
  private static final int HIGH = 3;

  private final Findings findings;
  private final TileReader tiles;

  RowReader(TileReader tiles, Findings findings) {
    this.tiles = tiles;
    this.findings = findings;
  }

  List<Row> read(Fields file) {
    List<YamlNode> nodes = file.list("rows");
    if (nodes.isEmpty() && file.node("rows") != null) {
      findings.add(file.node("rows").at(), "rows", "there should be at least 1");
    }
    List<Row> rows = new ArrayList<>();
    int left = MAX_TILES;
    for (int i = 0; i < nodes.size() && left >= 0; i++) {
      Row row = row(nodes.get(i), "rows[" + i + "]", left);
      left -= row.tiles().size();
      rows.add(row);
    }
    return List.copyOf(rows);
  }

  private Row row(YamlNode node, String path, int left) {
    Fields fields = Fields.of(node, path, findings).orElse(null);
    if (fields == null) {
      return new Row(LOW, List.of());
    }
    fields.allow(List.of("height", "tiles"));
    fields.require(List.of("tiles"));
    Integer height = fields.integer("height", 1, MAX_HEIGHT);
    List<YamlNode> nodes = fields.list("tiles");
    requireNumber(fields, nodes.size(), left);
    List<Tile> read = new ArrayList<>();
    for (int i = 0; i < Math.min(nodes.size(), WIDTH); i++) {
      read.add(tiles.read(nodes.get(i), path + ".tiles[" + i + "]"));
    }
    requireWidth(fields, read);
    return new Row(height == null ? heightOf(read) : height, List.copyOf(read));
  }

  private void requireNumber(Fields fields, int found, int left) {
    if (fields.node("tiles") != null && (found == 0 || found > WIDTH)) {
      findings.add(fields.node("tiles").at(), fields.path("tiles"), "1 to " + WIDTH + " of them");
    }
    if (found > left) {
      String message = "the dashboard has more than " + MAX_TILES + " tiles";
      findings.add(fields.at(), fields.path("tiles"), message);
    }
  }

  /** A tile without a width needs a twelfth at least. */
  private void requireWidth(Fields fields, List<Tile> read) {
    int width = read.stream().map(Tile::w).mapToInt(w -> Objects.requireNonNullElse(w, 1)).sum();
    if (width > WIDTH) {
      String message = "the tiles are " + width + " wide together; a row has " + WIDTH;
      findings.add(fields.at(), fields.path("tiles"), message);
    }
  }

  private static int heightOf(List<Tile> tiles) {
    return tiles.stream().allMatch(tile -> Chart.KPI.key().equals(tile.chart())) ? LOW : HIGH;
  }
}
