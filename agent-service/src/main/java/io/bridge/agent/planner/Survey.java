package io.bridge.agent.planner;

import io.bridge.model.dashboard.QueryAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What to look at before choosing: the tables most likely to be a fact table, and those they may
 * point to. Bounded in statements and in bytes.
 */
public final class Survey {
  private static final int MOST_COLUMNS = 40;

  /** Of names in one statement, each of which stands there several times. */
  private static final int MOST_CHARACTERS = 5000;

  private final Limits limits;
  private final Map<String, Wanted> wanted = new LinkedHashMap<>();

  private Survey(Limits limits) {
    this.limits = limits;
  }

  /**
   * @param facts candidates that are looked at
   * @param queries most statements
   * @param queryBytes what one statement may read, as far as sizes of tables tell
   * @param bytes what all of them may read
   */
  public record Limits(int facts, int queries, long queryBytes, long bytes) {}

  /** The statements, the most important first. */
  public static List<ProfileQuery> of(Schema schema, Limits limits) {
    Survey survey = new Survey(limits);
    List<Relation> facts = schema.likelyFacts(limits.facts());
    facts.forEach(fact -> survey.want(fact).addAll(fact.fields()));
    facts.forEach(fact -> schema.links(fact).forEach(survey::want));
    return survey.queries();
  }

  private Wanted want(Relation relation) {
    return wanted.computeIfAbsent(relation.id(), _ -> new Wanted(relation));
  }

  private void want(Link link) {
    Wanted dimension = want(link.dimension());
    dimension.keys.add(link.key().name());
    dimension.fields.add(link.key());
    link.dimension().fields().stream()
        .filter(f -> f.kind().isCategory() || f.kind().isTime())
        .forEach(dimension.fields::add);
  }

  private List<ProfileQuery> queries() {
    List<ProfileQuery> queries = new ArrayList<>();
    long bytes = 0;
    for (Wanted table : wanted.values()) {
      for (ProfileQuery query : table.queries(limits.queryBytes())) {
        bytes += query.relation().bytesOf(query.fields().size());
        if (queries.size() < limits.queries() && bytes <= limits.bytes()) {
          queries.add(query);
        }
      }
    }
    return queries;
  }

  /** Profiles by table; of one table several statements may tell. */
  static Map<String, TableProfile> profiles(Map<ProfileQuery, QueryAnswer> answers) {
    Map<String, TableProfile> profiles = new LinkedHashMap<>();
    answers.forEach(
        (query, answer) -> profiles.merge(query.id(), query.read(answer), Survey::union));
    return profiles;
  }

  private static TableProfile union(TableProfile one, TableProfile other) {
    Map<String, ColumnProfile> columns = new LinkedHashMap<>(one.columns());
    columns.putAll(other.columns());
    return new TableProfile(one.rows(), Map.copyOf(columns));
  }

  private static final class Wanted {
    private final Relation relation;
    private final Set<String> keys = new HashSet<>();
    private final Set<Field> fields = new java.util.LinkedHashSet<>();

    Wanted(Relation relation) {
      this.relation = relation;
    }

    void addAll(List<Field> some) {
      fields.addAll(some);
    }

    List<ProfileQuery> queries(long queryBytes) {
      long each = Math.max(1, relation.bytesOf(1));
      int most = Math.toIntExact(Math.clamp(queryBytes / each, 1, MOST_COLUMNS));
      List<ProfileQuery> queries = new ArrayList<>();
      List<Field> part = new ArrayList<>();
      int characters = 0;
      for (Field field : fields.stream().limit(2L * MOST_COLUMNS).toList()) {
        int more = Identifiers.quote(field.name()).length();
        if (part.size() == most || characters + more > MOST_CHARACTERS) {
          queries.add(query(part));
          part.clear();
          characters = 0;
        }
        part.add(field);
        characters += more;
      }
      queries.add(query(part));
      return queries;
    }

    private ProfileQuery query(List<Field> part) {
      return new ProfileQuery(relation, List.copyOf(part), Set.copyOf(keys));
    }
  }
}
