package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Scalar;
import java.util.Map;

/** Functions of STRING, and those of BYTES that DuckDB has. */
final class StringFunctions {
  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("concat", StringFunctions::concat),
          entry("$concat_op", StringFunctions::concat),
          entry("upper", ascii(text("upper"))),
          entry("lower", ascii(text("lower"))),
          entry("length", StringFunctions::length),
          entry("char_length", text("length")),
          entry("byte_length", StringFunctions::byteLength),
          entry("trim", trim("trim")),
          entry("ltrim", trim("ltrim")),
          entry("rtrim", trim("rtrim")),
          entry("replace", StringFunctions::replace),
          entry("reverse", ascii(text("reverse"))),
          entry("repeat", call -> side(call, "repeat")),
          entry("starts_with", text("starts_with")),
          entry("ends_with", text("ends_with")),
          entry("strpos", text("strpos")),
          entry("instr", StringFunctions::instr),
          entry("substr", StringFunctions::substr),
          entry("left", call -> side(call, "left")),
          entry("right", call -> side(call, "right")),
          entry("lpad", call -> pad(call, "lpad")),
          entry("rpad", call -> pad(call, "rpad")),
          entry("split", StringFunctions::split),
          entry("ascii", ascii(call -> codePoint(call, "ascii"))),
          entry("unicode", call -> codePoint(call, "unicode")),
          entry("chr", StringFunctions::chr),
          entry("to_hex", call -> "lower(hex(" + call.arg(0) + "))"),
          entry("from_hex", Emitter.same("unhex")),
          entry("to_base64", Emitter.same("to_base64")),
          entry("md5", call -> "unhex(" + Sql.call("md5", call.arg(0)) + ")"),
          entry("sha1", call -> "unhex(" + Sql.call("sha1", call.arg(0)) + ")"),
          entry("sha256", call -> "unhex(" + Sql.call("sha256", call.arg(0)) + ")"),
          entry("contains_substr", SubstringSearch::emit),
          entry("$like", call -> like(call, "LIKE")),
          entry("$not_like", call -> like(call, "NOT LIKE")));

  private StringFunctions() {}

  private static Emitter text(String function) {
    return call -> {
      requireText(call);
      return call.asResult(Sql.call(function, call.args().toArray(String[]::new)));
    };
  }

  /** Beyond ASCII the two follow different tables of Unicode. */
  private static Emitter ascii(Emitter emitter) {
    return call -> {
      requireText(call);
      return Exactness.unless(
          call, n -> "(strlen(%1$s) <> length(%1$s))".formatted(n.get(0)), emitter::emit);
    };
  }

  private static void requireText(Call call) {
    if (call.isAny(Scalar.BYTES)) {
      throw call.unsupported("of BYTES");
    }
  }

  /** {@code ||} gives NULL for a NULL, but for lists, where DuckDB skips it. */
  private static String concat(Call call) {
    if (!(call.result() instanceof Array)) {
      return Emitter.infix("||").emit(call);
    }
    return ArrayFunctions.concat(call);
  }

  private static String length(Call call) {
    return call.asResult(
        Sql.call(call.is(0, Scalar.BYTES) ? "octet_length" : "length", call.arg(0)));
  }

  private static String byteLength(Call call) {
    return call.asResult(
        Sql.call(call.is(0, Scalar.BYTES) ? "octet_length" : "strlen", call.arg(0)));
  }

  /** Without a set of characters BigQuery takes away all white space, DuckDB only spaces. */
  private static Emitter trim(String function) {
    String space = "' '||chr(9)||chr(10)||chr(11)||chr(12)||chr(13)";
    Emitter spaces = ascii(call -> Sql.call(function, call.arg(0), space));
    return call -> call.has(1) ? text(function).emit(call) : spaces.emit(call);
  }

  /** BigQuery replaces nothing where there is nothing to look for. */
  private static String replace(Call call) {
    requireText(call);
    return Sql.call("replace", call.arg(0), call.arg(1), call.arg(2));
  }

  private static String instr(Call call) {
    requireText(call);
    if (call.size() > 2) {
      throw call.unsupported("with a position or an occurrence");
    }
    return call.asResult(Sql.call("strpos", call.arg(0), call.arg(1)));
  }

  /**
   * Position 0 is 1, a negative one counts from the end and stops at the start, a negative length
   * is an error.
   */
  private static String substr(Call call) {
    requireText(call);
    return call.let(
        names -> {
          String value = names.get(0);
          String start = start(call, value, names.get(1));
          if (!call.has(2)) {
            return Sql.call("substr", value, start);
          }
          String length = names.get(2);
          String cut = Sql.call("substr", value, start, length);
          return call.constantInt(2).filter(n -> n >= 0).isPresent()
              ? cut
              : Sql.when(length + " < 0", call.exact(names), cut);
        });
  }

  private static String start(Call call, String value, String position) {
    if (call.constantInt(1).filter(n -> n > 0).isPresent()) {
      return position;
    }
    return "CASE WHEN %2$s = 0 OR %2$s < -length(%1$s) THEN 1 ELSE %2$s END"
        .formatted(value, position);
  }

  /** 0 is no character. */
  private static String chr(Call call) {
    return call.let(
        n -> Sql.when(n.get(0) + " = 0", "''", Sql.call("chr", Sql.cast(n.get(0), "INTEGER"))));
  }

  private static String side(Call call, String function) {
    requireText(call);
    return call.let(
        names ->
            Sql.when(
                names.get(1) + " < 0",
                call.exact(names),
                Sql.call(function, names.get(0), names.get(1))));
  }

  private static String pad(Call call, String function) {
    requireText(call);
    return Exactness.unless(
        call,
        n -> "(" + n.get(1) + " < 0" + (n.size() > 2 ? " OR " + n.get(2) + " = ''" : "") + ")",
        c -> Sql.call(function, c.arg(0), Sql.cast(c.arg(1), "INTEGER"), c.argOr(2, "' '")));
  }

  private static String split(Call call) {
    requireText(call);
    return Sql.call("string_split", call.arg(0), call.argOr(1, "','"));
  }

  /** Of an empty string it is 0 for BigQuery. */
  private static String codePoint(Call call, String function) {
    return call.let(
        names ->
            call.asResult(Sql.when(names.get(0) + " = ''", "0", Sql.call(function, names.get(0)))));
  }

  private static String like(Call call, String operator) {
    requireText(call);
    Emitter natively = c -> "(" + c.arg(0) + " " + operator + " " + c.arg(1) + " ESCAPE '\\')";
    // A pattern may end in the escape, which is an error; DuckDB looks at it even for no value.
    return call.constantString(1).isPresent()
        ? natively.emit(call)
        : Exactness.unless(call, n -> "contains(" + n.get(1) + ", '\\')", natively::emit);
  }
}
