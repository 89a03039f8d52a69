package io.bridge.dashboard.file;

import static java.util.stream.Collectors.toCollection;

import io.bridge.dashboard.file.ParsedFile.Places;
import io.bridge.dashboard.yaml.Findings;
import io.bridge.dashboard.yaml.Source;
import io.bridge.dashboard.yaml.YamlNode;
import io.bridge.dashboard.yaml.YamlNode.Entry;
import io.bridge.dashboard.yaml.YamlNode.Text;
import io.bridge.dashboard.yaml.YamlReader;
import io.bridge.model.dashboard.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a file and says everything that is wrong with it at once. */
public final class DashboardReader {
  /** Names of dashboards: 1 to 63 lower-case letters, digits and dashes. */
  public static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  static final String VERSION = "dashboard/v1";
  static final Duration LONGEST_TTL = Duration.ofHours(48);
  static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final int MOST_ROWS = 50_000;
  static final int MAX_TITLE = 200;

  /** Words that stand in the place of a slug in addresses. */
  private static final Set<String> RESERVED = Set.of("plan");

  private static final Duration LONGEST_FRESHNESS = Duration.ofDays(366);
  private static final int MAX_DESCRIPTION = 4_000;
  private static final int MAX_CONNECTION = 100;
  private static final List<String> KEYS =
      List.of(
          "bridge",
          "name",
          "title",
          "description",
          "connection",
          "cache",
          "limits",
          "freshness",
          "params",
          "queries",
          "rows");

  private final Source source;
  private final Findings findings;
  private final Places places = new Places();

  private DashboardReader(Source source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  /**
   * Fails with {@code DASHBOARD_INVALID}, one violation for each wrong place.
   *
   * @param fileName what the messages begin with
   */
  public static ParsedFile read(byte[] bytes, String fileName) {
    return read(bytes, fileName, null);
  }

  /** As {@link #read(byte[], String)}, where the file must have the name of a dashboard. */
  public static ParsedFile read(byte[] bytes, String fileName, String slug) {
    Findings findings = new Findings(fileName);
    Source source = Source.of(bytes, findings);
    ParsedFile parsed = new DashboardReader(source, findings).read(fileName, slug);
    findings.throwIfAny();
    return parsed;
  }

  private ParsedFile read(String fileName, String slug) {
    YamlNode root = YamlReader.read(source, findings);
    Fields fields = Fields.of(root, "", findings).orElseThrow(findings::toException);
    DashboardFile file = file(fields);
    if (slug != null && file.name() != null && !slug.equals(file.name())) {
      findings.add(fields.node("name").at(), "name", "is not the dashboard's name", List.of(slug));
    }
    ParsedFile parsed = new ParsedFile(file, fileName, source, places);
    if (findings.isEmpty()) {
      SqlChecks.check(parsed, findings);
    }
    return parsed;
  }

  private DashboardFile file(Fields fields) {
    fields.allow(KEYS);
    fields.require(List.of("bridge", "name", "queries", "rows"));
    fields.oneOf("bridge", List.of(VERSION));
    String name =
        fields.matching("name", SLUG, "lower-case letters, digits and dashes, 63 at most");
    if (name != null && RESERVED.contains(name)) {
      findings.add(fields.node("name").at(), "name", "is taken by Bridge itself; choose another");
    }
    String title = fields.text("title", MAX_TITLE);
    List<QuerySpec> queries = queries(fields);
    Set<String> ids = queries.stream().map(QuerySpec::id).collect(toCollection(LinkedHashSet::new));
    List<ParamSpec> params = new ParamReader(findings, ids).read(fields);
    List<Row> rows =
        new RowReader(new TileReader(findings, ids, places.columns()), findings).read(fields);
    return new DashboardFile(
        name,
        title == null ? name : title,
        fields.text("description", MAX_DESCRIPTION),
        fields.text("connection", MAX_CONNECTION),
        ttl(fields),
        limits(fields),
        fields.duration("freshness", SHORTEST, LONGEST_FRESHNESS),
        params,
        queries,
        rows);
  }

  private List<QuerySpec> queries(Fields fields) {
    List<Entry> entries = fields.fields("queries").map(Fields::entries).orElse(List.of());
    List<QuerySpec> queries = new ArrayList<>();
    Names names = new Names("queries", findings);
    names.requireNumber(fields, 1, Names.MAX_QUERIES, entries.size());
    for (Entry entry : entries.subList(0, Math.min(entries.size(), Names.MAX_QUERIES))) {
      String id = entry.key().value();
      if (names.check(entry.key())) {
        Fields.of(entry.value(), "queries." + id, findings)
            .ifPresent(query -> queries.add(query(id, query)));
      }
    }
    return List.copyOf(queries);
  }

  private QuerySpec query(String id, Fields fields) {
    fields.allow(List.of("sql", "cache", "limits"));
    fields.require(List.of("sql"));
    Text text = fields.scalar("sql");
    if (text != null && text.value().isBlank()) {
      findings.add(text.at(), fields.path("sql"), "the SQL is missing");
    }
    if (text != null) {
      places.sql().put(id, text);
    }
    return new QuerySpec(id, text == null ? "" : text.value(), ttl(fields), limits(fields));
  }

  private static Duration ttl(Fields fields) {
    Fields cache = fields.fields("cache").orElse(null);
    if (cache == null) {
      return null;
    }
    cache.allow(List.of("ttl"));
    return cache.duration("ttl", SHORTEST, LONGEST_TTL);
  }

  private static FileLimits limits(Fields fields) {
    Fields limits = fields.fields("limits").orElse(null);
    if (limits == null) {
      return FileLimits.NONE;
    }
    limits.allow(List.of("bytes", "rows", "timeout"));
    return new FileLimits(
        limits.bytes("bytes"),
        limits.integer("rows", 1, MOST_ROWS),
        limits.duration("timeout", SHORTEST, LONGEST_TIMEOUT));
  }
}
