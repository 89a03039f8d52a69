package io.bridge.sql;

import com.google.zetasql.LanguageOptions;
import com.google.zetasql.ParseResumeLocation;
import com.google.zetasql.Parser;
import com.google.zetasql.SqlException;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTFunctionCall;
import com.google.zetasql.parser.ASTNodes.ASTIdentifier;
import com.google.zetasql.parser.ASTNodes.ASTPathExpression;
import com.google.zetasql.parser.ASTNodes.ASTTVF;
import com.google.zetasql.parser.ParseTreeVisitor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads a {@link SqlShape} from the parser's tree. */
final class ShapeReader extends ParseTreeVisitor {
  private static final int MOST_STATEMENTS = 10;

  private final SortedSet<String> constructs = new TreeSet<>();
  private final List<List<String>> functions = new ArrayList<>();
  private final List<List<String>> tableFunctions = new ArrayList<>();

  static SqlShape read(String text, LanguageOptions language) {
    var place = new ParseResumeLocation(text);
    var reader = new ShapeReader();
    ASTNode first = Parser.parseNextScriptStatement(place, language);
    first.accept(reader);
    List<String> statements = new ArrayList<>(List.of(kind(first)));
    statements.addAll(rest(place, language));
    return new SqlShape(statements, reader.constructs, reader.functions, reader.tableFunctions);
  }

  private static List<String> rest(ParseResumeLocation place, LanguageOptions language) {
    int end = place.getInput().getBytes(StandardCharsets.UTF_8).length;
    List<String> statements = new ArrayList<>();
    while (place.getBytePosition() < end && statements.size() < MOST_STATEMENTS) {
      try {
        statements.add(kind(Parser.parseNextScriptStatement(place, language)));
      } catch (SqlException _) {
        return statements;
      }
    }
    return statements;
  }

  private static String kind(ASTNode node) {
    return node.getClass().getSimpleName().replaceAll("^AST|Statement$", "");
  }

  @Override
  protected void defaultVisit(ASTNode node) {
    constructs.add(kind(node));
    super.defaultVisit(node);
  }

  @Override
  public void visit(ASTFunctionCall node) {
    functions.add(path(node.getFunction()));
    super.visit(node);
  }

  @Override
  public void visit(ASTTVF node) {
    tableFunctions.add(path(node.getName()));
    super.visit(node);
  }

  private static List<String> path(ASTPathExpression path) {
    return path.getNames().stream().map(ASTIdentifier::getIdString).toList();
  }
}
