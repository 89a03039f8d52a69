package io.bridge.dashboard.file;

import io.bridge.model.dashboard.Param;
import io.bridge.model.dashboard.Row;
import io.bridge.model.dashboard.Tile;
import io.bridge.model.dashboard.Tile.ColumnStyle;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Any dashboard there can be; the same seed gives the same. */
final class RandomFile {
  private static final List<String> NASTY =
      List.of(
          "no",
          "yes",
          "null",
          "~",
          "010",
          "0x1F",
          "12:30",
          "1e3",
          ".inf",
          "2026-01-01",
          "- a",
          "a: b",
          "a #b",
          "#",
          "'",
          "\"",
          "\\",
          "\\n",
          "{}",
          "[a, b]",
          "&a",
          "*a",
          "!!str",
          "|",
          ">",
          "%a",
          "@a",
          "`a`",
          " lead",
          "trail ",
          "a\nb",
          "\n",
          "a\r\nb",
          "\t",
          "é",
          "日本",
          "🚀",
          "a\u00a0b",
          "---",
          "...",
          "? a",
          "<<",
          "=",
          "true",
          "Ünï çødé",
          "'quoted'");

  private final RandomGenerator random;
  private final List<QuerySpec> queries = new ArrayList<>();
  private final List<ParamSpec> params = new ArrayList<>();

  private RandomFile(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  static DashboardFile of(long seed) {
    return new RandomFile(seed).file();
  }

  private DashboardFile file() {
    IntStream.range(0, random.nextInt(4)).forEach(i -> params.add(param("p" + i)));
    IntStream.rangeClosed(0, random.nextInt(4)).forEach(i -> queries.add(query(i)));
    return new DashboardFile(
        "dash-" + random.nextInt(1_000),
        text(),
        maybe(text()),
        maybe(text()),
        maybe(duration(172_800)),
        limits(),
        maybe(duration(1_000_000)),
        List.copyOf(params),
        List.copyOf(queries),
        IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(_ -> row()).toList());
  }

  private ParamSpec param(String name) {
    return switch (random.nextInt(6)) {
      case 0 -> spec(name, "daterange", "DATE", maybeList("2026-01-0" + digit(), "2026-02-01"));
      case 1 -> spec(name, "date", "DATE", maybeList(LocalDate.of(2026, 1, digit()).toString()));
      case 2 -> number(name);
      case 3 -> select(name, List.of("1997", "-3", "0", "12"), "INT64");
      case 4 -> select(name, List.of("no", "010", "12:30", text() + "x"), "STRING");
      default -> spec(name, "text", "STRING", maybeList(text()));
    };
  }

  private ParamSpec number(String name) {
    return random.nextBoolean()
        ? spec(name, "number", "INT64", List.of(String.valueOf(random.nextInt())))
        : spec(name, "number", "FLOAT64", maybeList(random.nextInt(9) + ".5e-1"));
  }

  private ParamSpec select(String name, List<String> options, String sqlType) {
    boolean multi = random.nextBoolean();
    int most = multi ? options.size() : 1;
    List<String> defaults = options.subList(0, random.nextInt(most + 1));
    return new ParamSpec(
        new Param(name, "select", maybe(text()), multi, options, null, defaults), sqlType);
  }

  private ParamSpec spec(String name, String type, String sqlType, List<String> defaults) {
    return new ParamSpec(
        new Param(name, type, maybe(text()), false, null, null, defaults), sqlType);
  }

  private QuerySpec query(int i) {
    StringBuilder sql = new StringBuilder("SELECT 1 AS a\n");
    queries.stream()
        .filter(_ -> random.nextBoolean())
        .forEach(earlier -> sql.append("  FROM ${").append(earlier.id()).append("}\n"));
    params.stream().filter(_ -> random.nextBoolean()).forEach(param -> sql.append(clause(param)));
    String written = random.nextBoolean() ? sql.toString() : sql + comment();
    return new QuerySpec("q" + i, written, maybe(duration(172_800)), limits());
  }

  private static String clause(ParamSpec param) {
    String field = param.type() == ParamType.DATERANGE ? ".to" : "";
    return " [[AND a = @" + param.name() + field + "]]\n";
  }

  private String comment() {
    return " -- " + text().replaceAll("[\r\n]", " ") + (random.nextBoolean() ? "\n\n" : "");
  }

  private Row row() {
    return new Row(
        1 + random.nextInt(12),
        IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> tile()).toList());
  }

  private Tile tile() {
    String query = queries.get(random.nextInt(queries.size())).id();
    Integer w = maybe(1 + random.nextInt(3));
    return switch (random.nextInt(4)) {
      case 0 -> tile("text", null, w, null, List.of(), null, text(), Map.of());
      case 1 -> tile("table", query, w, null, List.of(), null, null, styles());
      case 2 -> tile("kpi", query, w, null, List.of(), text(), null, Map.of());
      default ->
          tile("line", query, w, text(), List.of(text(), text() + "2"), null, null, Map.of());
    };
  }

  private Tile tile(
      String chart,
      String query,
      Integer w,
      String x,
      List<String> y,
      String value,
      String text,
      Map<String, ColumnStyle> columns) {
    String title = maybe(text());
    return new Tile(
        chart, title, query, w, x, y, null, value, null, null, null, null, text, columns);
  }

  private Map<String, ColumnStyle> styles() {
    Map<String, ColumnStyle> styles = new LinkedHashMap<>();
    IntStream.range(0, random.nextInt(3))
        .forEach(i -> styles.put(text() + i, new ColumnStyle(maybe("usd0"), maybe(true))));
    return styles;
  }

  private FileLimits limits() {
    return new FileLimits(
        maybe(1 + random.nextLong(1L << 50)),
        maybe(1 + random.nextInt(50_000)),
        maybe(duration(300)));
  }

  private Duration duration(int most) {
    return Duration.ofSeconds(1 + random.nextInt(most));
  }

  private int digit() {
    return 1 + random.nextInt(9);
  }

  private String text() {
    String one = NASTY.get(random.nextInt(NASTY.size()));
    return random.nextBoolean() ? one : one + " " + NASTY.get(random.nextInt(NASTY.size()));
  }

  private <T> T maybe(T value) {
    return random.nextBoolean() ? value : null;
  }

  private List<String> maybeList(String... values) {
    return random.nextBoolean() ? List.of(values) : List.of();
  }
}
