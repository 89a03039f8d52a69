package io.bridge.dashboard.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bridge.dashboard.file.DashboardFile;
import io.bridge.dashboard.file.ParamSpec;
import io.bridge.dashboard.file.QuerySpec;
import io.bridge.model.dashboard.Param;
import io.bridge.model.dashboard.Row;
import io.bridge.model.dashboard.Tile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What clients see of a file, kept with the row so that a look at a dashboard opens no file.
 *
 * @param freshnessSeconds null where the file does not say
 */
@RegisterForReflection(
    targets = {Layout.class, Param.class, Row.class, Tile.class, Tile.ColumnStyle.class})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Layout(
    String description,
    List<Param> params,
    List<String> queries,
    List<Row> rows,
    Long freshnessSeconds) {

  static Layout of(DashboardFile file) {
    return new Layout(
        file.description(),
        file.params().stream().map(ParamSpec::shown).toList(),
        file.queries().stream().map(QuerySpec::id).toList(),
        file.rows(),
        file.freshness() == null ? null : file.freshness().toSeconds());
  }
}
