package io.bridge.model.type;

import io.bridge.model.type.Carried.Exactly;
import io.bridge.model.type.Carried.Not;
import java.util.ArrayList;
import java.util.List;

/**
 * Types with parts. A list becomes REPEATED, a struct STRUCT, a map a list of key and value, and a
 * list inside a list a list of structs with the one field {@code items}, because BigQuery has no
 * array of arrays. A NULL list arrives empty: BigQuery does not tell the two apart.
 */
final class NestedTypes {
  // BigQuery's own bound.
  private static final int MAX_DEPTH = 15;
  // An expression repeats the path of each member; a hostile type must not make it explode.
  private static final int MAX_EXPRESSION = 250_000;
  private static final Not TOO_LARGE =
      new Not("the type has too many parts", "spread it over several columns");

  private NestedTypes() {}

  /**
   * @param value DuckDB expression of the value
   * @param depth structs and lists around it
   */
  static Carried map(DuckType type, String value, int depth) {
    if (depth > MAX_DEPTH) {
      return new Not("BigQuery nests 15 levels at most", "flatten the column in the source");
    }
    return switch (type) {
      case DuckType.Simple(var name) -> ScalarTypes.map(name, value);
      case DuckType.Decimal decimal -> ScalarTypes.decimal(decimal, value);
      case DuckType.Enumeration _ -> Exactly.scalar("STRING", ScalarTypes.cast(value, "VARCHAR"));
      case DuckType.ListOf list -> list(list, value, depth);
      case DuckType.MapOf(var key, var of) -> entries(key, of, value, depth);
      case DuckType.Struct(var members) -> struct(members, value, depth);
      case DuckType.Union _ ->
          new Not("BigQuery has no UNION", "give each member a column of its own");
    };
  }

  private static Carried entries(DuckType key, DuckType of, String value, int depth) {
    List<DuckType.Member> members =
        List.of(new DuckType.Member("key", key), new DuckType.Member("value", of));
    DuckType list = new DuckType.ListOf(new DuckType.Struct(members), false);
    return map(list, "map_entries(" + value + ")", depth);
  }

  private static Carried list(DuckType.ListOf type, String value, int depth) {
    String element = "bridge_e" + depth;
    return switch (map(type.element(), element, depth + 1)) {
      case Not not -> not.inside("element");
      case Exactly inner -> bounded(repeated(wrapped(inner), value, element, type.fixed()));
    };
  }

  /** BigQuery has no array of arrays. */
  private static Exactly wrapped(Exactly inner) {
    if (!inner.repeated()) {
      return inner;
    }
    WarehouseColumn items = inner.named(new WarehouseNames.Name("items", null));
    String select = "struct_pack(\"items\" := " + inner.select() + ")";
    return new Exactly("STRUCT", false, null, null, List.of(items), select, inner.violation());
  }

  private static Exactly repeated(Exactly inner, String value, String element, boolean fixed) {
    boolean untouched = inner.select().equals(element) && !fixed;
    String select = untouched ? value : lambda("list_transform", value, element, inner.select());
    String bad =
        inner.violation() == null
            ? element + " IS NULL"
            : element + " IS NULL OR coalesce(" + inner.violation() + ", false)";
    String violation = "len(" + lambda("list_filter", value, element, bad) + ") > 0";
    return new Exactly(
        inner.type(), true, inner.precision(), inner.scale(), inner.fields(), select, violation);
  }

  private static String lambda(String function, String value, String element, String body) {
    return function + "(" + value + ", lambda " + element + ": " + body + ")";
  }

  private static Carried struct(List<DuckType.Member> members, String value, int depth) {
    List<WarehouseNames.Name> names =
        WarehouseNames.columns(members.stream().map(DuckType.Member::name).toList());
    StructParts parts = new StructParts(value);
    for (int i = 0; i < members.size(); i++) {
      DuckType.Member member = members.get(i);
      if (names.get(i).text() == null) {
        return new Not("two fields are both named " + member.name(), "rename one of them");
      }
      String path = "struct_extract(" + value + ", " + literal(member.name()) + ")";
      switch (map(member.type(), path, depth + 1)) {
        case Not not -> {
          return not.inside("field " + member.name());
        }
        case Exactly exactly -> parts.add(names.get(i), path, exactly);
      }
      if (parts.length > MAX_EXPRESSION) {
        return TOO_LARGE;
      }
    }
    return bounded(parts.whole());
  }

  private static Carried bounded(Exactly exactly) {
    int violation = exactly.violation() == null ? 0 : exactly.violation().length();
    return exactly.select().length() + violation > MAX_EXPRESSION ? TOO_LARGE : exactly;
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Collects the fields of one struct. */
  private static final class StructParts {
    private final String value;
    private final List<WarehouseColumn> fields = new ArrayList<>();
    private final List<String> selects = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private boolean untouched = true;
    private int length;

    StructParts(String value) {
      this.value = value;
    }

    void add(WarehouseNames.Name name, String path, Exactly member) {
      fields.add(member.named(name));
      selects.add("\"" + name.text() + "\" := " + member.select());
      untouched &= name.description() == null && member.select().equals(path);
      length += member.select().length();
      if (member.violation() != null) {
        violations.add(member.violation());
        length += member.violation().length();
      }
    }

    Exactly whole() {
      String packed =
          "CASE WHEN %s IS NULL THEN NULL ELSE struct_pack(%s) END"
              .formatted(value, String.join(", ", selects));
      String violation =
          violations.isEmpty() ? null : "(" + String.join(") OR (", violations) + ")";
      return new Exactly(
          "STRUCT", false, null, null, fields, untouched ? value : packed, violation);
    }
  }
}
