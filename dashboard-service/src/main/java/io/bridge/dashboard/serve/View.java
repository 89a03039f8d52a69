package io.bridge.dashboard.serve;

import io.bridge.dashboard.cache.Keys;
import io.bridge.dashboard.file.DashboardReader;
import io.bridge.dashboard.query.Origin;
import io.bridge.dashboard.query.QueryHash;
import io.bridge.model.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who looks at which dashboard with which values.
 *
 * @param person null where a fact or a schedule looks
 * @param params values by the parameter's name
 */
record View(UUID teamId, String slug, UUID person, Map<String, List<String>> params) {
  private static final String PREFIX = "p.";
  private static final String BY_DEFAULT = QueryHash.of(List.of());

  View {
    if (!DashboardReader.SLUG.matcher(slug).matches()) {
      throw ErrorCode.DASHBOARD_NOT_FOUND.with(ErrorCode.DASHBOARD_NOT_FOUND.title());
    }
    params = Map.copyOf(params);
  }

  /** With the values that are in a query string as {@code p.<name>}. */
  static View of(UUID teamId, String slug, UUID person, Map<String, List<String>> query) {
    Map<String, List<String>> params = new TreeMap<>();
    query.forEach(
        (name, values) -> {
          if (name.startsWith(PREFIX)) {
            params.put(name.substring(PREFIX.length()), List.copyOf(values));
          }
        });
    return new View(teamId, slug, person, params);
  }

  static View byDefault(UUID teamId, String slug, UUID person) {
    return new View(teamId, slug, person, Map.of());
  }

  /** Where all its answers are kept together. */
  String key() {
    return Keys.page(teamId, slug, params.isEmpty() ? BY_DEFAULT : hash());
  }

  private String hash() {
    List<String> texts = new ArrayList<>();
    new TreeMap<>(params)
        .forEach(
            (name, values) -> {
              texts.add(name);
              texts.add(Integer.toString(values.size()));
              texts.addAll(values);
            });
    return QueryHash.of(texts);
  }

  Origin origin(String query) {
    return new Origin(Origin.Kind.DASHBOARD, person, slug, query);
  }
}
