package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCallBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.Visitor;
import io.bridge.sql.SqlAnalysis;
import java.util.ArrayList;
import java.util.List;

/** Finds all calls of functions, aggregates and operators in a resolved tree. */
final class CallReader extends Visitor {
  private final List<ResolvedFunctionCallBase> calls = new ArrayList<>();

  static List<ResolvedFunctionCallBase> read(SqlAnalysis analysis) {
    return read(analysis.tree().statement());
  }

  static List<ResolvedFunctionCallBase> read(ResolvedStatement statement) {
    CallReader reader = new CallReader();
    statement.accept(reader);
    return reader.calls;
  }

  @Override
  public void visit(ResolvedFunctionCall node) {
    calls.add(node);
    super.visit(node);
  }

  @Override
  public void visit(ResolvedAggregateFunctionCall node) {
    calls.add(node);
    super.visit(node);
  }

  @Override
  public void visit(ResolvedAnalyticFunctionCall node) {
    calls.add(node);
    super.visit(node);
  }
}
