package io.bridge.dashboard.file;

import static io.bridge.dashboard.yaml.Findings.quote;

import io.bridge.dashboard.file.BareTables.Bare;
import io.bridge.dashboard.file.Template.Ref;
import io.bridge.dashboard.file.Template.Use;
import io.bridge.dashboard.yaml.Findings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/** Checks what queries say of each other and of parameters. */
final class SqlChecks {
  private final ParsedFile parsed;
  private final Findings findings;
  private final Map<String, Template> templates = new LinkedHashMap<>();
  private final Set<String> done = new HashSet<>();

  private SqlChecks(ParsedFile parsed, Findings findings) {
    this.parsed = parsed;
    this.findings = findings;
  }

  static void check(ParsedFile parsed, Findings findings) {
    new SqlChecks(parsed, findings).check();
  }

  private void check() {
    parsed.file().queries().forEach(query -> templates.put(query.id(), query.template()));
    templates.forEach(this::check);
    templates.keySet().forEach(query -> follow(query, new ArrayList<>()));
    if (findings.isEmpty()) {
      templates.keySet().forEach(query -> checkTables(order(query, new LinkedHashSet<>())));
    }
  }

  /** The query and all that it refers to, each after what it refers to. */
  private SequencedSet<String> order(String query, SequencedSet<String> order) {
    if (!order.contains(query)) {
      templates.get(query).refs().forEach(ref -> order(ref.query(), order));
      order.add(query);
    }
    return order;
  }

  /** A query sees those before it under their names, also where it means a table. */
  private void checkTables(SequencedSet<String> order) {
    Set<String> before = new HashSet<>();
    for (String query : order) {
      BareTables.of(parsed.file().query(query).orElseThrow().sql()).stream()
          .filter(table -> before.contains(table.name().toLowerCase(Locale.ROOT)))
          .forEach(table -> ambiguous(query, table));
      before.add(query.toLowerCase(Locale.ROOT));
    }
  }

  private void ambiguous(String query, Bare table) {
    String message = "is a query as well as a table here; rename one, or say which is meant";
    List<String> allowed = List.of("${" + table.name() + "}", "dataset." + table.name());
    add(query, table.at(), quote(table.name()) + " " + message, allowed);
  }

  private void check(String query, Template template) {
    template.problems().forEach(problem -> add(query, problem.at(), problem.message(), List.of()));
    template.uses().forEach(use -> checkUse(query, use));
    template.refs().stream()
        .filter(ref -> !templates.containsKey(ref.query()))
        .forEach(ref -> unknownQuery(query, ref));
    template.usesOutsideOfClauses().forEach(use -> checkDefault(query, use));
  }

  private void unknownQuery(String query, Ref ref) {
    Set<String> known = templates.keySet();
    String message = "there is no query " + quote(ref.query()) + Nearest.hint(ref.query(), known);
    add(query, ref.at(), message, List.copyOf(known));
  }

  private void checkUse(String query, Use use) {
    ParamSpec param = parsed.file().param(use.param()).orElse(null);
    if (param == null) {
      List<String> known = parsed.file().params().stream().map(ParamSpec::name).toList();
      String hint = Nearest.hint(use.param(), known);
      add(query, use.at(), "there is no parameter " + quote("@" + use.param()) + hint, known);
      return;
    }
    boolean range = param.type() == ParamType.DATERANGE;
    if (range && use.field().isEmpty()) {
      List<String> fields = List.of("@" + param.name() + ".from", "@" + param.name() + ".to");
      add(query, use.at(), "a range has two ends", fields);
    }
    if (!range && !use.field().isEmpty()) {
      add(query, use.at(), "only a range has ends", List.of("@" + param.name()));
    }
  }

  private void checkDefault(String query, Use use) {
    ParamSpec param = parsed.file().param(use.param()).orElse(null);
    if (param != null && param.shown().defaults().isEmpty()) {
      String message = "%s has no default; give it one, or put what uses it into [[ ]]";
      add(query, use.at(), message.formatted(quote("@" + param.name())), List.of());
    }
  }

  /** Walks along the references; a query that is met again on its own way closes a cycle. */
  private void follow(String query, List<String> way) {
    if (done.contains(query) || !templates.containsKey(query)) {
      return;
    }
    way.add(query);
    for (Ref ref : templates.get(query).refs()) {
      int begin = way.indexOf(ref.query());
      if (begin >= 0) {
        List<String> cycle = new ArrayList<>(way.subList(begin, way.size()));
        cycle.add(ref.query());
        add(query, ref.at(), "queries refer to each other: " + shown(cycle), List.of());
      } else {
        follow(ref.query(), way);
      }
    }
    way.removeLast();
    done.add(query);
  }

  private static String shown(List<String> cycle) {
    return String.join(" → ", cycle);
  }

  private void add(String query, int index, String message, List<String> allowed) {
    findings.add(parsed.position(query, index), "queries." + query + ".sql", message, allowed);
  }
}
