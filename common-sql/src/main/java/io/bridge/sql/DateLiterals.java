package io.bridge.sql;

import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.Parser;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import com.google.zetasql.parser.ASTNodes.ASTDateOrTimeLiteral;
import com.google.zetasql.parser.ASTNodes.ASTStatement;
import com.google.zetasql.parser.ParseTreeVisitor;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateViewBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSystemVariable;
import com.google.zetasql.resolvedast.ResolvedNodes.Visitor;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The analyzer makes 1970-01-01 of each literal of DATE that it turns into one of DATETIME. Where
 * that may have happened the statement is analyzed again with names of system variables in the
 * place of its dates, which are turned when it runs. The names hold the dates and have the same
 * length as what was there, so all positions stay.
 */
final class DateLiterals extends ParseTreeVisitor {
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
  private static final String PREFIX = "d";

  /** Days before 1970 for which there is a date, so that no name has a sign. */
  private static final int FIRST = 719_162;

  private final AnalyzerOptions options;
  private final SimpleCatalog functions;
  private final byte[] original;
  private final byte[] text;
  private final Set<String> declared = new HashSet<>();

  private DateLiterals(String text, AnalyzerOptions options, SimpleCatalog functions) {
    this.options = options;
    this.functions = functions;
    this.original = text.getBytes(StandardCharsets.UTF_8);
    this.text = original.clone();
  }

  /**
   * @param options those of the analysis; they get to know the variables
   * @return the same statement without literals of DATE; empty where none of them can be lost
   */
  static Optional<String> without(
      String text, ResolvedStatement tree, AnalyzerOptions options, SimpleCatalog functions) {
    if (tree instanceof ResolvedCreateViewBase || !mayBeLost(tree)) {
      return Optional.empty();
    }
    ASTStatement parsed = Parser.parseStatement(text, options.getLanguageOptions());
    var literals = new DateLiterals(text, options, functions);
    parsed.accept(literals);
    return Arrays.equals(literals.text, literals.original)
        ? Optional.empty()
        : Optional.of(new String(literals.text, StandardCharsets.UTF_8));
  }

  /** The date for which a variable stands. */
  static Value value(ResolvedSystemVariable variable) {
    String name = variable.getNamePath().getLast();
    return Value.createDateValue(Integer.parseInt(name.substring(PREFIX.length())) - FIRST);
  }

  private static boolean mayBeLost(ResolvedStatement tree) {
    var found = new AtomicBoolean();
    tree.accept(
        new Visitor() {
          @Override
          public void visit(ResolvedLiteral literal) {
            found.compareAndSet(false, mayBeLost(literal.getValue()));
          }
        });
    return found.get();
  }

  private static boolean mayBeLost(Value value) {
    if (value.isNull()) {
      return false;
    }
    return switch (value.getType().getKind()) {
      case TYPE_DATETIME -> value.getLocalDateTimeValue().equals(EPOCH);
      case TYPE_ARRAY -> value.getElementList().stream().anyMatch(DateLiterals::mayBeLost);
      case TYPE_STRUCT -> value.getFieldList().stream().anyMatch(DateLiterals::mayBeLost);
      default -> false;
    };
  }

  @Override
  public void visit(ASTDateOrTimeLiteral literal) {
    if (literal.getTypeKind() == TypeKind.TYPE_DATE) {
      int start = literal.getParseLocationRange().start();
      int end = literal.getParseLocationRange().end();
      String date = new String(original, start, end - start, StandardCharsets.UTF_8);
      replace(start, end, PREFIX + (days(date) + FIRST));
    }
  }

  private int days(String literal) {
    return Analyzer.analyzeExpression(literal, options, functions)
            instanceof ResolvedLiteral resolved
        ? resolved.getValue().getDateValue()
        : 0;
  }

  private void replace(int start, int end, String name) {
    byte[] variable = ("@@" + name).getBytes(StandardCharsets.UTF_8);
    if (variable.length > end - start) {
      return;
    }
    Arrays.fill(text, start, end, (byte) ' ');
    System.arraycopy(variable, 0, text, start, variable.length);
    if (declared.add(name)) {
      options.addSystemVariable(List.of(name), Types.toZeta(SqlType.Scalar.DATE));
    }
  }
}
