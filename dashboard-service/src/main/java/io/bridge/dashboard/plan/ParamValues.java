package io.bridge.dashboard.plan;

import static io.bridge.dashboard.yaml.Findings.quote;

import io.bridge.dashboard.file.DashboardFile;
import io.bridge.dashboard.file.ParamSpec;
import io.bridge.dashboard.file.ParamType;
import io.bridge.dashboard.file.ParamValue;
import io.bridge.dashboard.file.Template.Use;
import io.bridge.dashboard.query.BoundParam;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the parameters of a dashboard are for one compilation. */
final class ParamValues {
  private static final int MOST_VALUES = 1_000;

  private final DashboardFile file;

  /** By the name that is bound; an empty list is no value. */
  private final Map<String, List<String>> values;

  private final boolean full;

  private ParamValues(DashboardFile file, Map<String, List<String>> values, boolean full) {
    this.file = file;
    this.values = values;
    this.full = full;
  }

  /**
   * What was chosen, else the defaults. A parameter that a query cannot do without never becomes
   * empty: choosing nothing gives its default.
   */
  static ParamValues of(DashboardFile file, Map<String, List<String>> chosen) {
    List<Violation> violations = new ArrayList<>();
    Map<String, List<String>> values = new LinkedHashMap<>();
    Set<String> needed = needed(file);
    for (ParamSpec param : file.params()) {
      List<String> keys = keys(param);
      for (int i = 0; i < keys.size(); i++) {
        List<String> given = chosen.get(keys.get(i));
        List<String> read =
            given == null ? List.of() : given(param, keys.get(i), given, violations);
        boolean usesDefault = given == null || read.isEmpty() && needed.contains(param.name());
        values.put(boundName(keys.get(i)), usesDefault ? defaults(param, i) : read);
      }
    }
    refuseUnknown(file, chosen, violations);
    if (!violations.isEmpty()) {
      String detail = violations.getFirst().field() + " " + violations.getFirst().message();
      throw new BridgeException(ErrorCode.INVALID_REQUEST, detail, violations);
    }
    return new ParamValues(file, values, false);
  }

  /** Every clause is there; for looking at the SQL, not for running it. */
  static ParamValues everything(DashboardFile file) {
    return new ParamValues(file, of(file, Map.of()).values, true);
  }

  boolean isEmpty(Use use) {
    return !full && values.get(boundName(use)).isEmpty();
  }

  BoundParam bound(Use use) {
    ParamSpec param = file.param(use.param()).orElseThrow();
    String name = boundName(use);
    List<String> chosen = values.get(name);
    boolean multi = param.shown().multi();
    String type = multi ? "ARRAY<" + param.sqlType() + ">" : param.sqlType();
    Object single = chosen.isEmpty() ? null : chosen.getFirst();
    return new BoundParam(name, type, multi ? chosen : single);
  }

  private String boundName(Use use) {
    String name = file.param(use.param()).orElseThrow().name();
    return use.field().isEmpty() ? name : name + "_" + use.field();
  }

  private static String boundName(String key) {
    return key.replace('.', '_');
  }

  private static List<String> keys(ParamSpec param) {
    return param.type() == ParamType.DATERANGE
        ? List.of(param.name() + ".from", param.name() + ".to")
        : List.of(param.name());
  }

  private static List<String> defaults(ParamSpec param, int end) {
    List<String> all = param.shown().defaults();
    return param.type() == ParamType.DATERANGE && !all.isEmpty() ? List.of(all.get(end)) : all;
  }

  private static List<String> given(
      ParamSpec param, String key, List<String> given, List<Violation> violations) {
    List<String> read = given.stream().filter(value -> !value.isEmpty()).distinct().toList();
    int most = param.shown().multi() ? MOST_VALUES : 1;
    if (read.size() > most) {
      violations.add(new Violation(key, "has more than " + most + " values"));
    }
    for (String value : read) {
      ParamValue.problem(param, value)
          .map(problem -> violation(param, key, quote(value) + " " + problem))
          .ifPresent(violations::add);
    }
    return read.stream().sorted().toList();
  }

  private static Violation violation(ParamSpec param, String key, String message) {
    List<String> options = param.shown().options();
    return new Violation(key, message, null, null, options == null ? List.of() : options);
  }

  private static void refuseUnknown(
      DashboardFile file, Map<String, List<String>> chosen, List<Violation> violations) {
    List<String> known = file.params().stream().flatMap(param -> keys(param).stream()).toList();
    chosen.keySet().stream()
        .filter(key -> !known.contains(key))
        .map(key -> new Violation(quote(key), "is no parameter", null, null, known))
        .limit(10)
        .forEach(violations::add);
  }

  /** Names of the parameters that a query uses outside of clauses. */
  private static Set<String> needed(DashboardFile file) {
    return file.queries().stream()
        .flatMap(query -> query.template().usesOutsideOfClauses().stream())
        .map(use -> file.param(use.param()).orElseThrow().name())
        .collect(Collectors.toUnmodifiableSet());
  }
}
