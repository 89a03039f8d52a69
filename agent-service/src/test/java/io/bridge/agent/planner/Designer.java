package io.bridge.agent.planner;

import io.bridge.model.dashboard.QueryAnswer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the service does with the planner, in one thread and without a network. */
public record Designer(Schema schema, List<Star> stars, LocalWarehouse warehouse) {
  private static final Survey.Limits LIMITS = new Survey.Limits(3, 20, 80_000_000, 1_000_000_000);

  public static Designer of(LocalWarehouse warehouse, String prompt) {
    Schema schema = Schema.of(warehouse.catalog(), prompt);
    Map<ProfileQuery, QueryAnswer> answers = new LinkedHashMap<>();
    Survey.of(schema, LIMITS).forEach(query -> answers.put(query, warehouse.run(query.sql())));
    return new Designer(schema, Stars.of(schema, answers, LIMITS.facts()), warehouse);
  }

  public Star best() {
    return stars.getFirst();
  }

  /** The first sheet whose tiles all show something. */
  public Optional<Sheet> sheet() {
    return stars.stream().map(this::sheet).flatMap(Optional::stream).findFirst();
  }

  private Optional<Sheet> sheet(Star star) {
    Draft draft = Draft.of(star);
    Set<String> rejected = new HashSet<>();
    while (draft.without(rejected).tiles() >= Draft.LEAST_TILES) {
      Sheet sheet = draft.without(rejected);
      Set<String> empty = sheet.emptyWith(answers(sheet));
      if (empty.isEmpty()) {
        return Optional.of(sheet);
      }
      rejected.addAll(empty);
    }
    return Optional.empty();
  }

  public Map<String, QueryAnswer> answers(Sheet sheet) {
    Map<String, QueryAnswer> answers = new LinkedHashMap<>();
    sheet
        .all()
        .forEach(tile -> answers.computeIfAbsent(tile.query().id(), _ -> run(tile.query().sql())));
    return answers;
  }

  private QueryAnswer run(String sql) {
    return warehouse.run(sql);
  }
}
