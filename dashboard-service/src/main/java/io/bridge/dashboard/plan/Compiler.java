package io.bridge.dashboard.plan;

import io.bridge.dashboard.file.DashboardFile;
import io.bridge.dashboard.file.FileLimits;
import io.bridge.dashboard.file.QuerySpec;
import io.bridge.dashboard.query.BoundParam;
import io.bridge.dashboard.query.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Turns the queries of a file into statements. The same file and values give the same text. */
public final class Compiler {
  static final Duration TTL = Duration.ofHours(24);
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final int ROWS = 5_000;

  private final DashboardFile file;
  private final ParamValues values;
  private final Map<String, Rendered> rendered = new LinkedHashMap<>();

  private Compiler(DashboardFile file, ParamValues values) {
    this.file = file;
    this.values = values;
    file.queries().forEach(query -> rendered.put(query.id(), render(query)));
  }

  /**
   * All queries, each after those it depends on. Those that nobody sees by themselves are among
   * them: {@link DashboardFile#shown} says which have to run. A limit on bytes that the file does
   * not set is {@code Long.MAX_VALUE}: then the team's alone counts.
   *
   * <p>Fails with {@code INVALID_REQUEST} where a value does not fit its parameter.
   *
   * @param params what was chosen: {@code name}, for a range {@code name.from} and {@code name.to};
   *     empty text is no value
   */
  public static List<CompiledQuery> compile(DashboardFile file, Map<String, List<String>> params) {
    return of(file, ParamValues.of(file, params)).all();
  }

  static Compiler of(DashboardFile file, ParamValues values) {
    return new Compiler(file, values);
  }

  List<CompiledQuery> all() {
    return ordered(rendered.keySet()).stream().map(this::compiled).toList();
  }

  /** The statement of a query, which still knows where its pieces come from. */
  CompiledText text(String id) {
    return CompiledText.of(id, dependencies(id), rendered);
  }

  private CompiledQuery compiled(String id) {
    QuerySpec query = file.query(id).orElseThrow();
    List<String> dependencies = dependencies(id);
    return new CompiledQuery(
        id,
        text(id).sql(),
        params(id, dependencies),
        dependencies,
        limits(file.limits().and(query.limits())),
        ttl(query));
  }

  private Rendered render(QuerySpec query) {
    return Rendered.of(query.template(), values);
  }

  private List<String> dependencies(String id) {
    List<String> order = new ArrayList<>(ordered(List.of(id)));
    order.remove(id);
    return List.copyOf(order);
  }

  /** These queries and all that they refer to, each after what it refers to. */
  private Set<String> ordered(Iterable<String> ids) {
    Set<String> order = new LinkedHashSet<>();
    ids.forEach(id -> visit(id, order));
    return order;
  }

  private void visit(String id, Set<String> order) {
    if (!order.contains(id)) {
      rendered.get(id).refs().forEach(ref -> visit(ref, order));
      order.add(id);
    }
  }

  private List<BoundParam> params(String id, List<String> dependencies) {
    Map<String, BoundParam> used = new LinkedHashMap<>();
    dependencies.forEach(dependency -> add(dependency, used));
    add(id, used);
    return List.copyOf(used.values());
  }

  private void add(String id, Map<String, BoundParam> used) {
    rendered.get(id).params().forEach(param -> used.put(param.name(), param));
  }

  private static Limits limits(FileLimits set) {
    return new Limits(
        Objects.requireNonNullElse(set.bytes(), Long.MAX_VALUE),
        Objects.requireNonNullElse(set.rows(), ROWS),
        Objects.requireNonNullElse(set.timeout(), TIMEOUT));
  }

  private Duration ttl(QuerySpec query) {
    Duration ofDashboard = Objects.requireNonNullElse(file.ttl(), TTL);
    return Objects.requireNonNullElse(query.ttl(), ofDashboard);
  }
}
