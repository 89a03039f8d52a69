package io.bridge.dashboard.plan;

import static io.bridge.dashboard.yaml.Findings.quote;

import io.bridge.dashboard.file.ParsedFile;
import io.bridge.dashboard.file.SqlText;
import io.bridge.dashboard.plan.Planner.Variant;
import io.bridge.dashboard.query.Analyzed;
import io.bridge.dashboard.yaml.Findings;
import io.bridge.model.dashboard.AnswerColumn;
import io.bridge.model.dashboard.PlannedQuery;
import io.bridge.model.dashboard.Row;
import io.bridge.model.dashboard.Tile;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Problem;
import io.bridge.model.error.Violation;
import io.bridge.runtime.http.Correlation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What the analyzer said of a file's queries, in terms of the file. */
final class SqlReport {
  private static final Analyzed NOTHING = new Analyzed(List.of(), List.of());

  private final ParsedFile parsed;
  private final Findings findings;
  private final Map<String, Analyzed> analyzed = new ConcurrentHashMap<>();

  SqlReport(ParsedFile parsed) {
    this.parsed = parsed;
    this.findings = parsed.newFindings();
  }

  /** The first way of a query that is told counts: the one with all clauses. */
  synchronized void accept(Variant variant, Analyzed result) {
    analyzed.putIfAbsent(variant.query().id(), result);
  }

  synchronized Analyzed refuse(Variant variant, BridgeException failure) {
    add(variant, failure, findings);
    return NOTHING;
  }

  /** Fails with {@code DASHBOARD_INVALID} where anything was wrong. */
  synchronized List<String> tables() {
    checkColumns();
    findings.throwIfAny();
    TreeSet<String> tables = new TreeSet<>();
    analyzed.values().forEach(one -> tables.addAll(one.tables()));
    return List.copyOf(tables);
  }

  PlannedQuery planned(Variant variant, BridgeException failure) {
    CompiledQuery query = variant.query();
    boolean placed = failure.violations().stream().anyMatch(found -> found.line() != null);
    Findings mapped = parsed.newFindings();
    add(variant, failure, mapped);
    List<Violation> told = placed ? mapped.toException().violations() : failure.violations();
    BridgeException error = new BridgeException(failure.code(), failure.getMessage(), told);
    return new PlannedQuery(
        query.id(),
        query.sql(),
        query.dependencies(),
        List.of(),
        List.of(),
        0,
        0,
        Math.max(0, query.limits().bytes() == Long.MAX_VALUE ? 0 : query.limits().bytes()),
        Problem.of(error, "", Correlation.current()));
  }

  private void add(Variant variant, BridgeException failure, Findings to) {
    List<Violation> placed =
        failure.violations().stream().filter(found -> found.line() != null).toList();
    placed.forEach(violation -> add(variant, violation, to));
    if (placed.isEmpty()) {
      add(variant, new Violation("sql", failure.getMessage()), to);
    }
  }

  private void add(Variant variant, Violation violation, Findings to) {
    String id = variant.query().id();
    CompiledText.Place place =
        Optional.ofNullable(violation.line())
            .flatMap(line -> variant.text().place(line, violation.column()))
            .orElseGet(() -> new CompiledText.Place(id, start(id)));
    to.add(
        parsed.position(place.query(), place.index()),
        "queries." + place.query() + ".sql",
        violation.message(),
        violation.allowed() == null ? List.of() : violation.allowed());
  }

  private int start(String query) {
    return SqlText.skipSpace(parsed.file().query(query).orElseThrow().sql(), 0);
  }

  private void checkColumns() {
    List<Row> rows = parsed.file().rows();
    for (int r = 0; r < rows.size(); r++) {
      for (int t = 0; t < rows.get(r).tiles().size(); t++) {
        Tile tile = rows.get(r).tiles().get(t);
        Analyzed query = tile.query() == null ? null : analyzed.get(tile.query());
        if (query != null) {
          checkColumns("rows[" + r + "].tiles[" + t + "].", tile, query);
        }
      }
    }
  }

  private void checkColumns(String path, Tile tile, Analyzed query) {
    List<String> known = query.columns().stream().map(AnswerColumn::name).toList();
    checkColumns(path + "x", Stream.ofNullable(tile.x()), known);
    checkColumns(path + "y", tile.y().stream(), known);
    checkColumns(path + "series", Stream.ofNullable(tile.series()), known);
    checkColumns(path + "value", Stream.ofNullable(tile.value()), known);
    checkColumns(path + "columns", tile.columns().keySet().stream(), known);
  }

  private void checkColumns(String path, Stream<String> named, List<String> known) {
    named
        .filter(name -> !known.contains(name))
        .map(name -> "the query has no column " + quote(name))
        .forEach(message -> findings.add(parsed.position(path), path, message, known));
  }
}
