package io.bridge.cloud.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Tiles of a dashboard that are fed by a query, and what came for them.
 *
 * @param tiles how many
 * @param withData those with at least one row and one measure that is not null
 * @param empty titles of the others
 * @param bytesBilled of all answers
 */
public record DrawnTiles(int tiles, int withData, List<String> empty, long bytesBilled) {
  /**
   * Looks at the two as the API gives them.
   *
   * @param dashboard a {@code Dashboard}
   * @param data its {@code DashboardAnswer}
   */
  public static DrawnTiles of(JsonNode dashboard, JsonNode data) {
    int tiles = 0;
    List<String> empty = new ArrayList<>();
    for (JsonNode row : dashboard.path("rows")) {
      for (JsonNode tile : row.path("tiles")) {
        if (tile.hasNonNull("query")) {
          tiles++;
          if (!hasData(tile, data.path("queries").path(tile.path("query").asText()))) {
            empty.add(tile.path("title").asText(tile.path("query").asText()));
          }
        }
      }
    }
    return new DrawnTiles(
        tiles, tiles - empty.size(), List.copyOf(empty), data.path("bytesBilled").longValue());
  }

  private static boolean hasData(JsonNode tile, JsonNode answer) {
    return answer.path("rows").longValue() > 0
        && measures(tile, answer).stream()
            .anyMatch(
                column ->
                    StreamSupport.stream(column.spliterator(), false)
                        .anyMatch(DrawnTiles::isThere));
  }

  private static boolean isThere(JsonNode value) {
    return !value.isNull();
  }

  /** The columns that the tile draws as its measure; of a table all but the first. */
  private static List<JsonNode> measures(JsonNode tile, JsonNode answer) {
    List<String> names = new ArrayList<>();
    tile.path("y").forEach(name -> names.add(name.asText()));
    Optional.ofNullable(tile.get("value")).ifPresent(name -> names.add(name.asText()));
    List<JsonNode> columns = new ArrayList<>();
    for (int i = 0; i < answer.path("columns").size(); i++) {
      String name = answer.path("columns").path(i).path("name").asText();
      if (names.isEmpty() ? i > 0 || answer.path("columns").size() == 1 : names.contains(name)) {
        columns.add(answer.path("values").path(i));
      }
    }
    return columns;
  }
}
