package io.bridge.model.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * One tile of a row. Which fields are set depends on the chart; all but {@code chart} may be null.
 *
 * @param chart {@code kpi}, {@code line}, {@code area}, {@code bar}, {@code pie}, {@code donut},
 *     {@code scatter}, {@code heatmap}, {@code table}, {@code map} or {@code text}
 * @param query name of the query that feeds it; null for {@code text}
 * @param w width in twelfths of the row; null for an equal share
 * @param x column on the x axis, or the category of a pie
 * @param y columns on the y axis; one for most charts
 * @param series column whose values become series
 * @param value column of a kpi or of a heatmap's colour
 * @param format {@code num0}, {@code num2}, {@code pct1}, {@code usd0}, {@code usd2}, {@code
 *     bytes}, {@code duration}
 * @param stack bars or areas on top of each other
 * @param percent stacked to 100 %
 * @param orient {@code horizontal} or {@code vertical}
 * @param text Markdown of a text tile, drawn as plain text
 * @param columns how a table shows each column, by name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Tile(
    String chart,
    String title,
    String query,
    Integer w,
    String x,
    List<String> y,
    String series,
    String value,
    String format,
    Boolean stack,
    Boolean percent,
    String orient,
    String text,
    Map<String, ColumnStyle> columns) {
  /**
   * How a table shows a column.
   *
   * @param bar a bar behind the number
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ColumnStyle(String format, Boolean bar) {}
}
