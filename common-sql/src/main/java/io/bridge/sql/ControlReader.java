package io.bridge.sql;

import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTAssignmentFromStruct;
import com.google.zetasql.parser.ASTNodes.ASTBeginEndBlock;
import com.google.zetasql.parser.ASTNodes.ASTBreakStatement;
import com.google.zetasql.parser.ASTNodes.ASTContinueStatement;
import com.google.zetasql.parser.ASTNodes.ASTElseifClause;
import com.google.zetasql.parser.ASTNodes.ASTElseifClauseList;
import com.google.zetasql.parser.ASTNodes.ASTForInStatement;
import com.google.zetasql.parser.ASTNodes.ASTIdentifier;
import com.google.zetasql.parser.ASTNodes.ASTIdentifierList;
import com.google.zetasql.parser.ASTNodes.ASTIfStatement;
import com.google.zetasql.parser.ASTNodes.ASTLoopStatement;
import com.google.zetasql.parser.ASTNodes.ASTRepeatStatement;
import com.google.zetasql.parser.ASTNodes.ASTSingleAssignment;
import com.google.zetasql.parser.ASTNodes.ASTStatementList;
import com.google.zetasql.parser.ASTNodes.ASTVariableDeclaration;
import com.google.zetasql.parser.ASTNodes.ASTWhileStatement;
import io.bridge.sql.ScriptControl.Branch;
import java.util.ArrayList;
import java.util.List;

/** Reads {@link ScriptControl} from the parser's tree. */
final class ControlReader {
  private static final int DEEPEST = 50;

  private final ScriptText script;
  private final int depth;

  /**
   * @param depth statements around what is read; BigQuery takes no more than 50
   */
  ControlReader(ScriptText script, int depth) {
    if (depth > DEEPEST) {
      throw new SqlProblem(
          SqlProblem.Kind.TOO_LARGE,
          "A script is nested at most " + DEEPEST + " levels deep",
          0,
          0);
    }
    this.script = script;
    this.depth = depth;
  }

  /** Null for a statement that is none of the scripting language, or not known. */
  ScriptControl read(ASTNode node) {
    return switch (node) {
      case ASTVariableDeclaration declare ->
          new ScriptControl.Declare(
              names(declare.getVariableList()),
              declare.getType() == null ? null : sql(declare.getType()),
              text(declare.getDefaultValue()));
      case ASTSingleAssignment set ->
          new ScriptControl.Assign(
              List.of(set.getVariable().getIdString()), text(set.getExpression()), false);
      case ASTAssignmentFromStruct set ->
          new ScriptControl.Assign(
              names(set.getVariables()), text(set.getStructExpression()), true);
      case ASTIfStatement choice -> choice(choice);
      case ASTBeginEndBlock block when block.getHandlerList() == null && block.getLabel() == null ->
          new ScriptControl.Block(statements(block.getStatementListNode()));
      case ASTLoopStatement loop when loop.getLabel() == null -> loop(loop);
      case ASTBreakStatement jump when jump.getLabel() == null -> new ScriptControl.Jump(false);
      case ASTContinueStatement jump when jump.getLabel() == null -> new ScriptControl.Jump(true);
      default -> null;
    };
  }

  private ScriptControl loop(ASTLoopStatement loop) {
    List<ScriptStatement> body = statements(loop.getBody());
    return switch (loop) {
      case ASTWhileStatement until ->
          new ScriptControl.Loop(text(until.getCondition()), false, body);
      case ASTRepeatStatement until ->
          new ScriptControl.Loop(text(until.getUntilClause().getCondition()), true, body);
      case ASTForInStatement each ->
          new ScriptControl.Each(each.getVariable().getIdString(), text(each.getQuery()), body);
      default -> null;
    };
  }

  private ScriptControl choice(ASTIfStatement choice) {
    List<Branch> branches = new ArrayList<>();
    branches.add(new Branch(text(choice.getCondition()), statements(choice.getThenList())));
    ASTElseifClauseList more = choice.getElseifClauses();
    if (more != null) {
      for (ASTElseifClause clause : more.getElseifClauses()) {
        branches.add(new Branch(text(clause.getCondition()), statements(clause.getBody())));
      }
    }
    return new ScriptControl.Choice(branches, statements(choice.getElseList()));
  }

  private List<ScriptStatement> statements(ASTStatementList list) {
    return list == null
        ? List.of()
        : list.getStatementList().stream()
            .map(s -> ScriptReader.statement(s, script, depth + 1))
            .toList();
  }

  private static List<String> names(ASTIdentifierList list) {
    return list.getIdentifierList().stream().map(ASTIdentifier::getIdString).toList();
  }

  private String sql(ASTNode node) {
    return script.part(node.getParseLocationRange().start(), node.getParseLocationRange().end());
  }

  private ScriptControl.Text text(ASTNode node) {
    return node == null
        ? null
        : new ScriptControl.Text(script.before(node.getParseLocationRange().start()), sql(node));
  }
}
