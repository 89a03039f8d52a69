package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCast;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedParameter;
import io.bridge.cloud.bigquery.reference.ReferenceCall;
import io.bridge.cloud.bigquery.reference.ReferenceFunction;
import io.bridge.sql.GoogleSql;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what DuckDB cannot do exactly as a call of ZetaSQL's own implementation. That costs some
 * microseconds for each row, so it is for what has no counterpart, and never for volatile
 * functions.
 */
final class Reference {
  private static final String ARGUMENT = "bridge_argument_";

  private final GoogleSql googleSql;
  private final TextForm texts;
  private final Known known;

  Reference(GoogleSql googleSql, LetBindings bindings) {
    this.googleSql = googleSql;
    this.texts = new TextForm(bindings);
    this.known = new Known(googleSql);
  }

  /**
   * @param args the node's arguments, already written
   */
  String function(ResolvedFunctionCall node, List<String> args) {
    Arguments arguments = new Arguments();
    List<ResolvedExpr> replaced = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      replaced.add(arguments.take(node.getArgumentList().get(i), args.get(i)));
    }
    return call(node.toBuilder().setArgumentList(replaced).build(), arguments);
  }

  /**
   * @param value the node's operand, already written
   */
  String cast(ResolvedCast node, String value) {
    Arguments arguments = new Arguments();
    ResolvedExpr replaced = arguments.take(node.getExpr(), value);
    return call(node.toBuilder().setExpr(replaced).build(), arguments);
  }

  /** An aggregate over the one list {@code r.p0} of a group's rows. */
  String aggregate(ResolvedExpr node, String sql, SqlType rows, String list) {
    known.require(sql, node, List.of(rows));
    return expression(sql, List.of(rows), List.of(list), ResolvedTree.type(node.getType()));
  }

  /** An expression over {@code r.p0}, … as SQL gives it. */
  String expression(String sql, List<SqlType> types, List<String> values, SqlType result) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      parts.add(texts.of(values.get(i), types.get(i)));
    }
    parts.addFirst(Sql.string(new ReferenceCall(sql, types).text()));
    return texts.read(Sql.call(ReferenceFunction.NAME, parts.toArray(String[]::new)), result);
  }

  private String call(ResolvedExpr node, Arguments arguments) {
    String sql = googleSql.text(node).replace("@" + ARGUMENT, "r.p");
    known.require(sql, node, arguments.types);
    return expression(sql, arguments.types, arguments.values, ResolvedTree.type(node.getType()));
  }

  /** Operands become parameters; literals stay, since some functions take nothing else. */
  private static final class Arguments {
    private final List<SqlType> types = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    ResolvedExpr take(ResolvedExpr expr, String value) {
      if (expr instanceof ResolvedLiteral) {
        return expr;
      }
      types.add(ResolvedTree.type(expr.getType()));
      values.add(value);
      return ResolvedParameter.builder()
          .setType(expr.getType())
          .setName(ARGUMENT + (values.size() - 1))
          .setPosition(0)
          .setIsUntyped(false)
          .build();
    }
  }
}
