package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.functions.ZetaSQLDateTime.DateTimestampPart;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCallBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A function call while it is written in DuckDB's SQL.
 *
 * @param args the arguments, already written
 * @param safe called as {@code SAFE.f(…)}: the call gives NULL where it would fail
 */
record Call(
    ResolvedFunctionCallBase node,
    List<String> args,
    boolean safe,
    LetBindings bindings,
    Reference reference) {

  /** In lower case, with the family before it where it has one: {@code net.host}. */
  String name() {
    return String.join(".", node.getFunction().getNamePath()).toLowerCase(Locale.ROOT);
  }

  /** The name as a person writes it. */
  String displayName() {
    String name = node.getFunction().getSqlName();
    return (name == null || name.isEmpty() ? name() : name).toUpperCase(Locale.ROOT);
  }

  int size() {
    return args.size();
  }

  String arg(int index) {
    return args.get(index);
  }

  boolean has(int index) {
    return index < args.size();
  }

  String argOr(int index, String otherwise) {
    return has(index) ? arg(index) : otherwise;
  }

  SqlType type(int index) {
    return ResolvedTree.type(node.getArgumentList().get(index).getType());
  }

  boolean is(int index, Scalar type) {
    return has(index) && type(index) == type;
  }

  boolean isAny(Scalar type) {
    return node.getArgumentList().stream().anyMatch(a -> ResolvedTree.type(a.getType()) == type);
  }

  SqlType result() {
    return ResolvedTree.type(node.getType());
  }

  /** The call's value as exactly the result's type. */
  String asResult(String expression) {
    return Sql.cast(expression, Fields.duck(result()));
  }

  /** A failure with this message, or NULL under SAFE. */
  String fail(String message) {
    return safe ? "NULL" : Sql.call("error", Sql.string(message));
  }

  /** A failure whose message holds a value, in the place of {@code %s}. */
  String fail(String message, String value) {
    int at = message.indexOf("%s");
    String text =
        Sql.string(message.substring(0, at))
            + " || "
            + Sql.cast(value, "VARCHAR")
            + " || "
            + Sql.string(message.substring(at + 2));
    return safe ? "NULL" : Sql.call("error", text);
  }

  /** The same call with other texts for its arguments. */
  Call withArgs(List<String> others) {
    return new Call(node, others, safe, bindings, reference);
  }

  /** The same call, giving NULL where it would fail. */
  Call safely(List<String> others) {
    return new Call(node, others, true, bindings, reference);
  }

  /** The same function by the reference implementation, over other texts for its arguments. */
  String exact(List<String> others) {
    return reference.function((ResolvedFunctionCall) node, others);
  }

  /** An expression over values that each are computed once, however often it repeats them. */
  String let(List<String> values, Function<List<String>, String> body) {
    return bindings.let(values, body);
  }

  String let(Function<List<String>, String> body) {
    return let(args, body);
  }

  Optional<String> constantString(int index) {
    return literal(index)
        .filter(l -> l.getType().isString() && !l.getValue().isNull())
        .map(l -> l.getValue().getStringValue());
  }

  Optional<Long> constantInt(int index) {
    return literal(index)
        .filter(l -> l.getType().isInt64() && !l.getValue().isNull())
        .map(l -> l.getValue().getInt64Value());
  }

  /** The text of an argument that has to be a literal. */
  String requireString(int index, String what) {
    return constantString(index)
        .orElseThrow(
            () ->
                SqlException.unsupported(
                    "Function %s with a %s that is no literal".formatted(displayName(), what)));
  }

  DateTimestampPart part(int index) {
    int number =
        literal(index)
            .filter(l -> l.getType().isEnum())
            .map(l -> l.getValue().getEnumValue())
            .orElse(0);
    DateTimestampPart part = DateTimestampPart.forNumber(number);
    if (part == null) {
      throw SqlException.unsupported("Function " + displayName() + " with this date part");
    }
    return part;
  }

  private Optional<ResolvedLiteral> literal(int index) {
    if (!has(index)) {
      return Optional.empty();
    }
    ResolvedExpr expr = node.getArgumentList().get(index);
    return expr instanceof ResolvedLiteral literal ? Optional.of(literal) : Optional.empty();
  }

  SqlException unsupported() {
    return SqlException.unsupported("Function " + displayName());
  }

  SqlException unsupported(String detail) {
    return SqlException.unsupported("Function " + displayName() + " " + detail);
  }
}
