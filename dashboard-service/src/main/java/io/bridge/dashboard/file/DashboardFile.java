package io.bridge.dashboard.file;

import io.bridge.model.dashboard.Row;
import io.bridge.model.dashboard.Tile;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A dashboard as its file says. What the file leaves out is null here, except the title, which is
 * the name then.
 *
 * @param name the slug
 * @param connection name or id of a connection of the team
 * @param ttl how long answers may be kept; a query's own goes before it
 * @param freshness age at which a tile shows as stale
 * @param params in the file's order
 * @param queries in the file's order, at least one
 */
public record DashboardFile(
    String name,
    String title,
    String description,
    String connection,
    Duration ttl,
    FileLimits limits,
    Duration freshness,
    List<ParamSpec> params,
    List<QuerySpec> queries,
    List<Row> rows) {

  public Optional<QuerySpec> query(String id) {
    return queries.stream().filter(query -> query.id().equals(id)).findFirst();
  }

  /** The parameter of this name, which SQL may write in any case. */
  public Optional<ParamSpec> param(String name) {
    return params.stream().filter(param -> param.name().equalsIgnoreCase(name)).findFirst();
  }

  /**
   * Queries whose answers somebody sees: those of tiles and of parameters' options, in the file's
   * order. The others only exist inside of these.
   */
  public List<String> shown() {
    Set<String> used = new LinkedHashSet<>();
    rows.stream().flatMap(row -> row.tiles().stream()).map(Tile::query).forEach(used::add);
    params.stream().map(param -> param.shown().optionsQuery()).forEach(used::add);
    return queries.stream()
        .map(QuerySpec::id)
        .filter(Objects::nonNull)
        .filter(used::contains)
        .toList();
  }
}
