package io.bridge.dashboard.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bridge.dashboard.file.DashboardFile;
import io.bridge.dashboard.file.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A clause drops exactly when a parameter inside is empty, whatever the parameters are. */
class ClausesTest {
  private static final int CASES = 500;
  private static final List<String> USES = List.of("@t", "@n", "@d", "@m", "@r.from", "@r.to");
  private static final Map<String, String> VALUES =
      Map.of(
          "t",
          "x",
          "n",
          "1.5",
          "d",
          "2026-01-31",
          "m",
          "a",
          "r.from",
          "2026-01-01",
          "r.to",
          "2026-01-02");
  private static final String FILE =
      """
      bridge: dashboard/v1
      name: clauses
      params:
        t: {type: text}
        n: {type: number}
        d: {type: date}
        m: {type: select, multi: true, options: [a, b]}
        r: {type: daterange}
      queries:
        q:
          sql: |
      %s
      rows: [{tiles: [{chart: table, query: q}]}]
      """;

  private record Clause(String word, List<String> uses) {
    String text() {
      String conditions = String.join(" = x[0] AND ", uses);
      return "[[AND " + word + " = '[[ ]] @no' AND " + conditions + " /* ]] */]]";
    }

    boolean isKept(Map<String, List<String>> chosen) {
      return uses.stream()
          .map(use -> chosen.getOrDefault(use.substring(1), List.of()))
          .noneMatch(values -> values.stream().allMatch(String::isEmpty));
    }
  }

  @Test
  void dropsExactlyWhatHasAnEmptyParameter() {
    for (long seed = 0; seed < CASES; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      List<Clause> clauses = clauses(random);
      Map<String, List<String>> chosen = chosen(random);

      String sql = Compiler.compile(file(clauses), chosen).getFirst().sql();

      for (Clause clause : clauses) {
        boolean kept = sql.contains(clause.word());
        assertEquals(clause.isKept(chosen), kept, "seed " + seed + " " + chosen + "\n" + sql);
      }
    }
  }

  private static List<Clause> clauses(RandomGenerator random) {
    List<Clause> clauses = new ArrayList<>();
    IntStream.rangeClosed(0, random.nextInt(5))
        .forEach(i -> clauses.add(new Clause("word" + i, uses(random))));
    return clauses;
  }

  private static List<String> uses(RandomGenerator random) {
    return IntStream.rangeClosed(0, random.nextInt(3))
        .mapToObj(_ -> USES.get(random.nextInt(USES.size())))
        .toList();
  }

  /** Left out, empty or a value. */
  private static Map<String, List<String>> chosen(RandomGenerator random) {
    Map<String, List<String>> chosen = new HashMap<>();
    VALUES.forEach(
        (key, value) -> {
          switch (random.nextInt(4)) {
            case 0 -> chosen.put(key, List.of(""));
            case 1 -> {}
            default -> chosen.put(key, List.of(value));
          }
        });
    return chosen;
  }

  private static DashboardFile file(List<Clause> clauses) {
    StringBuilder sql = new StringBuilder("      SELECT 1 FROM t WHERE TRUE\n");
    clauses.forEach(clause -> sql.append("      ").append(clause.text()).append('\n'));
    return Yaml.read(FILE.formatted(sql)).file();
  }
}
