package io.bridge.sql;

import com.google.zetasql.LanguageOptions;
import com.google.zetasql.ParseResumeLocation;
import com.google.zetasql.Parser;
import com.google.zetasql.parser.ASTCreateStatementEnums.Scope;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTAlterStatementBase;
import com.google.zetasql.parser.ASTNodes.ASTBeginStatement;
import com.google.zetasql.parser.ASTNodes.ASTCommitStatement;
import com.google.zetasql.parser.ASTNodes.ASTCreateSchemaStatement;
import com.google.zetasql.parser.ASTNodes.ASTCreateStatement;
import com.google.zetasql.parser.ASTNodes.ASTCreateTableStatement;
import com.google.zetasql.parser.ASTNodes.ASTCreateViewStatementBase;
import com.google.zetasql.parser.ASTNodes.ASTDeleteStatement;
import com.google.zetasql.parser.ASTNodes.ASTDropStatement;
import com.google.zetasql.parser.ASTNodes.ASTGeneralizedPathExpression;
import com.google.zetasql.parser.ASTNodes.ASTIdentifier;
import com.google.zetasql.parser.ASTNodes.ASTInsertStatement;
import com.google.zetasql.parser.ASTNodes.ASTMergeStatement;
import com.google.zetasql.parser.ASTNodes.ASTPathExpression;
import com.google.zetasql.parser.ASTNodes.ASTQueryStatement;
import com.google.zetasql.parser.ASTNodes.ASTRollbackStatement;
import com.google.zetasql.parser.ASTNodes.ASTTruncateStatement;
import com.google.zetasql.parser.ASTNodes.ASTUpdateStatement;
import com.google.zetasql.parser.ASTNodes.ASTWhileStatement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes a text apart into its statements, by the grammar alone. */
final class ScriptReader {
  private static final int MOST_STATEMENTS = 10_000;
  private static final Pattern BLANK =
      Pattern.compile("(?s)(?:\\s++|--[^\\n]*+|#[^\\n]*+|/\\*.*?\\*/)*+");

  private ScriptReader() {}

  static List<ScriptStatement> read(String text, LanguageOptions language) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var script = new ScriptText(bytes);
    var place = new ParseResumeLocation(text);
    List<ScriptStatement> statements = new ArrayList<>();
    while (statements.isEmpty() || place.getBytePosition() < bytes.length) {
      if (statements.size() == MOST_STATEMENTS) {
        throw new SqlProblem(SqlProblem.Kind.TOO_LARGE, "Too many statements in a script", 0, 0);
      }
      if (!statements.isEmpty() && isBlank(bytes, place.getBytePosition())) {
        return statements;
      }
      ScriptStatement next = statement(Parser.parseNextScriptStatement(place, language), script, 0);
      requireDeclaredFirst(next, statements);
      statements.add(next);
    }
    return statements;
  }

  private static void requireDeclaredFirst(ScriptStatement next, List<ScriptStatement> before) {
    boolean late = before.stream().anyMatch(s -> !(s.control() instanceof ScriptControl.Declare));
    if (late && next.control() instanceof ScriptControl.Declare) {
      throw new SqlProblem(
          SqlProblem.Kind.SYNTAX,
          "Syntax error: Variable declarations are allowed only at the start of a block or script",
          (int) next.placed().lines().count() - (int) next.sql().lines().count() + 1,
          0);
    }
  }

  private static boolean isBlank(byte[] bytes, int from) {
    String rest = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    return BLANK.matcher(rest).matches();
  }

  static ScriptStatement statement(ASTNode node, ScriptText text, int depth) {
    int start = node.getParseLocationRange().start();
    String sql = text.part(start, node.getParseLocationRange().end());
    boolean temporary =
        node instanceof ASTCreateStatement create && create.getScope() == Scope.TEMPORARY;
    ScriptControl control = new ControlReader(text, depth).read(node);
    return new ScriptStatement(
        type(node), sql, text.before(start) + sql, target(node), temporary, control);
  }

  private static String type(ASTNode node) {
    return switch (node) {
      case ASTQueryStatement _ -> "SELECT";
      case ASTCreateTableStatement create when create.getQuery() != null ->
          "CREATE_TABLE_AS_SELECT";
      case ASTDropStatement drop -> "DROP_" + object(drop);
      case ASTTruncateStatement _ -> "TRUNCATE_TABLE";
      case ASTWhileStatement loop when loop.getCondition() == null -> "LOOP";
      case ASTBeginStatement _ -> "BEGIN_TRANSACTION";
      case ASTCommitStatement _ -> "COMMIT_TRANSACTION";
      case ASTRollbackStatement _ -> "ROLLBACK_TRANSACTION";
      default -> words(node.getClass().getSimpleName().replaceAll("^AST(Aux)?|Statement$", ""));
    };
  }

  private static String object(ASTDropStatement drop) {
    return words(drop.getSchemaObjectKind().name().replaceFirst("^k", ""));
  }

  private static String words(String camel) {
    return camel.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  private static List<String> target(ASTNode node) {
    return switch (node) {
      case ASTInsertStatement insert -> path(insert.getTargetPath());
      case ASTUpdateStatement update -> path(update.getTargetPath());
      case ASTDeleteStatement delete -> path(delete.getTargetPath());
      case ASTMergeStatement merge -> path(merge.getTargetPath());
      case ASTTruncateStatement truncate -> path(truncate.getTargetPath());
      case ASTCreateTableStatement create -> path(create.getName());
      case ASTCreateViewStatementBase create -> path(create.getName());
      case ASTCreateSchemaStatement create -> path(create.getName());
      case ASTAlterStatementBase alter -> path(alter.getPath());
      case ASTDropStatement drop -> path(drop.getName());
      default -> null;
    };
  }

  private static List<String> path(ASTGeneralizedPathExpression target) {
    return target instanceof ASTPathExpression path ? path(path) : null;
  }

  private static List<String> path(ASTPathExpression path) {
    return path == null ? null : path.getNames().stream().map(ASTIdentifier::getIdString).toList();
  }
}
