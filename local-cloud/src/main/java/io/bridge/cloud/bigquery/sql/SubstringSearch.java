package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Column;
import io.bridge.sql.SqlType.Other;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * CONTAINS_SUBSTR: whether the text of a value, or of any value inside of it, holds another without
 * regard to case. NULL where nothing does and something is NULL.
 */
final class SubstringSearch {
  private final Call call;
  private final String wanted;

  private SubstringSearch(Call call) {
    this.call = call;
    this.wanted = call.requireString(1, "text to search for");
  }

  static String emit(Call call) {
    return new SubstringSearch(call).write();
  }

  private String write() {
    SqlType type = call.type(0);
    boolean plain =
        type == Scalar.STRING && StandardCharsets.US_ASCII.newEncoder().canEncode(wanted);
    return plain
        ? call.let(
            List.of(call.arg(0)),
            n ->
                Sql.when(
                    // Beyond ASCII there is more to the folding of case.
                    "strlen(%1$s) <> length(%1$s)".formatted(n.get(0)),
                    reference(type, n.get(0)),
                    "contains(lower(%s), %s)"
                        .formatted(n.get(0), Sql.string(wanted.toLowerCase(Locale.ROOT)))))
        : reference(type, call.arg(0));
  }

  private String reference(SqlType type, String value) {
    return call.reference()
        .expression(search("r.p0", type, 0), List.of(type), List.of(value), Scalar.BOOL);
  }

  /** In GoogleSQL. */
  private String search(String value, SqlType type, int depth) {
    return switch (type) {
      case Scalar.BYTES, Scalar.JSON, Scalar.GEOGRAPHY -> throw call.unsupported("of " + type);
      case Other _ -> throw call.unsupported("of " + type);
      case Scalar _ ->
          "(STRPOS(%s, %s) > 0)".formatted(folded("CAST(" + value + " AS STRING)"), folded(text()));
      case Array(var element) -> {
        String one = "e" + depth;
        yield ("(SELECT IF(%1$s IS NULL OR COUNTIF(f) = 0 AND COUNTIF(f IS NULL) > 0, NULL,"
                + " COUNTIF(f) > 0) FROM (SELECT %2$s AS f FROM UNNEST(%1$s) AS %3$s))")
            .formatted(value, search(one, element, depth + 1), one);
      }
      case Struct(var members) -> members(value, members, depth);
    };
  }

  /** Not each member has a name of its own. */
  private String members(String value, List<Column> members, int depth) {
    List<String> names = IntStream.range(0, members.size()).mapToObj(i -> "f" + i).toList();
    List<Column> named =
        IntStream.range(0, members.size())
            .mapToObj(i -> new Column(names.get(i), members.get(i).type()))
            .toList();
    String renamed = "CAST(" + value + " AS " + new Struct(named) + ")";
    return named.stream()
        .map(member -> search(renamed + "." + member.name(), member.type(), depth))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private static String folded(String text) {
    return "NORMALIZE_AND_CASEFOLD(" + text + ", NFKC)";
  }

  private String text() {
    StringBuilder text = new StringBuilder("\"");
    wanted.codePoints().forEach(c -> text.append("\\U%08x".formatted(c)));
    return text.append('"').toString();
  }
}
