package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.Value;
import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedFunctionCallBaseEnums.ErrorMode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCast;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedConstant;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCallBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGetJsonField;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGetStructField;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedMakeStruct;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedParameter;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSubqueryExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSystemVariable;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes expressions. Columns are {@code v<id>}: ids are unique in a tree, so no name needs more.
 */
final class Expressions {
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  /** What makes constants of DATE besides the literals, which never come here folded. */
  private static final Pattern DATES =
      Pattern.compile(
          "\\bAS\\s+DATE\\b|\\bCREATE\\b.*\\bFUNCTION\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Generation generation;
  private final LetBindings bindings = new LetBindings();
  private final Reference reference;
  private final Scans scans;

  Expressions(Generation generation, Scans scans) {
    this.generation = generation;
    this.reference = new Reference(generation.googleSql(), bindings);
    this.scans = scans;
  }

  static String name(ResolvedColumn column) {
    return "v" + column.getId();
  }

  boolean quick() {
    return generation.quick();
  }

  Reference reference() {
    return reference;
  }

  /** In GoogleSQL. */
  String text(ResolvedExpr expr) {
    return generation.googleSql().text(expr);
  }

  /** The analyzer makes 1970-01-01 of every value of DATE that it turns into a DATETIME. */
  private String literal(Value value) {
    boolean mayBeFolded =
        !generation.sql().contains("1970") || DATES.matcher(generation.sql()).find();
    if (mayBeFolded && holdsEpoch(value)) {
      throw SqlException.unsupported("A constant of DATE in the place of a DATETIME");
    }
    return Literals.of(value);
  }

  private static boolean holdsEpoch(Value value) {
    if (value.isNull()) {
      return false;
    }
    return switch (value.getType().getKind()) {
      case TYPE_DATETIME -> value.getLocalDateTimeValue().equals(EPOCH);
      case TYPE_ARRAY -> value.getElementList().stream().anyMatch(Expressions::holdsEpoch);
      case TYPE_STRUCT -> value.getFieldList().stream().anyMatch(Expressions::holdsEpoch);
      default -> false;
    };
  }

  LetBindings bindings() {
    return bindings;
  }

  String write(ResolvedExpr expr) {
    return switch (expr) {
      case ResolvedColumnRef ref -> name(ref.getColumn());
      // A date part, say: what it means, its function reads from the tree.
      case ResolvedLiteral literal when literal.getType().isEnum() -> "NULL";
      case ResolvedLiteral literal -> literal(literal.getValue());
      case ResolvedConstant variable ->
          generation.variables().literal(variable.getConstant().getFullName(), 0);
      case ResolvedSystemVariable variable -> Literals.of(ResolvedTree.value(variable));
      case ResolvedParameter parameter ->
          generation
              .parameters()
              .literal(
                  parameter.getName() == null ? "" : parameter.getName(), parameter.getPosition());
      case ResolvedFunctionCall call -> function(call);
      case ResolvedCast cast -> cast(cast);
      case ResolvedMakeStruct make ->
          Literals.struct((Struct) ResolvedTree.type(make.getType()), all(make.getFieldList()));
      case ResolvedGetStructField get -> member(get);
      case ResolvedGetJsonField get ->
          Sql.call(
              "json_extract",
              write(get.getExpr()),
              Sql.string("$.\"" + get.getFieldName().replace("\"", "\\\"") + "\""));
      case ResolvedSubqueryExpr subquery -> subquery(subquery);
      default -> throw Scans.unsupported(expr);
    };
  }

  private String function(ResolvedFunctionCall node) {
    Call call = call(node);
    return generation.session().write(call).orElseGet(() -> function(node, call));
  }

  private String function(ResolvedFunctionCall node, Call call) {
    try {
      return ScalarFunctions.emit(call);
    } catch (SqlException e) {
      if (!e.isUnsupported() || Session.isVolatile(call.name())) {
        throw e;
      }
      return reference.function(node, call.args());
    }
  }

  private String cast(ResolvedCast node) {
    String value = write(node.getExpr());
    try {
      return ResolvedCasts.write(node, value, bindings, other -> reference.cast(node, other));
    } catch (SqlException e) {
      if (!e.isUnsupported()) {
        throw e;
      }
      return reference.cast(node, value);
    }
  }

  List<String> all(List<? extends ResolvedExpr> exprs) {
    return exprs.stream().map(this::write).toList();
  }

  Call call(ResolvedFunctionCallBase call) {
    requireTypes(call);
    if (!call.getGenericArgumentList().isEmpty()) {
      throw new Call(call, List.of(), false, bindings, reference).unsupported("with a lambda");
    }
    return new Call(
        call,
        all(call.getArgumentList()),
        call.getErrorMode() == ErrorMode.SAFE_ERROR_MODE,
        bindings,
        reference);
  }

  /** Types without a counterpart, which are refused by the function that has to do with them. */
  private void requireTypes(ResolvedFunctionCallBase node) {
    Stream.concat(
            node.getArgumentList().stream().map(ResolvedExpr::getType), Stream.of(node.getType()))
        .filter(type -> !type.isEnum())
        .map(ResolvedTree::type)
        .map(type -> type instanceof SqlType.Array(var element) ? element : type)
        .filter(type -> type == Scalar.GEOGRAPHY || type instanceof SqlType.Other)
        .findFirst()
        .ifPresent(
            type -> {
              throw new Call(node, List.of(), false, bindings, reference).unsupported("of " + type);
            });
  }

  private String member(ResolvedGetStructField get) {
    Struct type = (Struct) ResolvedTree.type(get.getExpr().getType());
    Field member = Fields.members(type).get(Math.toIntExact(get.getFieldIdx()));
    return Sql.call("struct_extract", write(get.getExpr()), Sql.string(member.name()));
  }

  private String subquery(ResolvedSubqueryExpr subquery) {
    Query query = scans.write(subquery.getSubquery());
    return switch (subquery.getSubqueryType()) {
      case EXISTS -> "EXISTS " + query.nested();
      case SCALAR -> single(subquery, query).nested();
      case ARRAY -> "ARRAY" + single(subquery, query).nested();
      case IN -> in(subquery, query);
      default -> throw SqlException.unsupported("Subquery " + subquery.getSubqueryType());
    };
  }

  private String in(ResolvedSubqueryExpr subquery, Query query) {
    SqlType type = ResolvedTree.type(subquery.getInExpr().getType());
    if (Equality.isDeep(type)) {
      String column = name(subquery.getSubquery().getColumnList().getFirst());
      return Equality.in(type, write(subquery.getInExpr()), single(subquery, query), column);
    }
    return "(" + write(subquery.getInExpr()) + " IN " + single(subquery, query).nested() + ")";
  }

  private static Query single(ResolvedSubqueryExpr subquery, Query query) {
    String column = name(subquery.getSubquery().getColumnList().getFirst());
    String type =
        Fields.duck(ResolvedTree.type(subquery.getSubquery().getColumnList().getFirst().getType()));
    return query.rename(List.of(new Query.Renamed(column, column, type)));
  }
}
