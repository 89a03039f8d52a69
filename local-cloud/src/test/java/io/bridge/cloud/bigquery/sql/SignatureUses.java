package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCallBase;
import io.bridge.sql.GoogleSql;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlFunction;
import io.bridge.sql.SqlFunction.Signature;
import io.bridge.sql.SqlStatement;
import io.bridge.sql.SqlType;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which signatures of functions statements use, in words. */
final class SignatureUses {
  private final List<SqlFunction> functions;
  private final GoogleSql googleSql = new GoogleSql();
  private final WrittenCalls written = new WrittenCalls();

  SignatureUses(List<SqlFunction> functions) {
    this.functions = functions;
  }

  /** All ways to call by a signature: with each number of its optional arguments. */
  static Stream<String> ways(SqlFunction function, Signature signature) {
    return IntStream.rangeClosed(0, signature.optional().size())
        .filter(optional -> isWritten(signature, optional))
        .mapToObj(optional -> way(function, signature, optional));
  }

  /** The number and the unit of an interval come together. */
  private static boolean isWritten(Signature signature, int optional) {
    List<String> types = signature.optional();
    return optional == 0 || optional == types.size() || !types.get(optional).equals("ENUM");
  }

  private static String way(SqlFunction function, Signature signature, int optional) {
    return signature.optional().isEmpty()
        ? text(function, signature)
        : text(function, signature) + " with " + optional + " of the optional ones";
  }

  private static String text(SqlFunction function, Signature signature) {
    return function.name() + "(" + signature + ")";
  }

  /** A signature that leaves a type open, with a kind of value there. */
  static String kind(SqlFunction function, Signature signature, String open, String kind) {
    return text(function, signature) + " where " + open + " is " + kind;
  }

  /**
   * Ways and kinds.
   *
   * @throws io.bridge.sql.SqlProblem for a statement that is not valid
   */
  Stream<String> of(SqlStatement statement) {
    return written
        .of(statement.text())
        .orElseGet(() -> CallReader.read(googleSql.analyzeWithFunctions(statement)))
        .stream()
        .flatMap(this::of);
  }

  private Stream<String> of(ResolvedFunctionCallBase call) {
    String name = String.join(".", call.getFunction().getNamePath()).toLowerCase(Locale.ROOT);
    return functions.stream()
        .filter(function -> function.name().equals(name))
        .flatMap(
            function ->
                function.signatures().stream()
                    .filter(one -> one.id() == call.getSignature().getContextId())
                    .flatMap(one -> of(function, one, call)));
  }

  private static Stream<String> of(
      SqlFunction function, Signature signature, ResolvedFunctionCallBase call) {
    int optional = call.getArgumentList().size() - signature.arguments().size();
    return Stream.concat(
        Stream.of(way(function, signature, optional)),
        signature
            .open()
            .filter(open -> position(signature, open) < call.getArgumentList().size())
            .map(open -> kind(function, signature, open, kind(signature, open, call))));
  }

  /** Arguments that repeat come after the first of each, so this is where it is in a call too. */
  private static int position(Signature signature, String open) {
    List<String> types = signature.arguments();
    return IntStream.range(0, types.size())
        .filter(i -> types.get(i).contains(open))
        .findFirst()
        .orElseThrow();
  }

  private static String kind(Signature signature, String open, ResolvedFunctionCallBase call) {
    int position = position(signature, open);
    SqlType type = ResolvedTree.type(call.getArgumentList().get(position).getType());
    boolean isElement = signature.arguments().get(position).startsWith("ARRAY");
    return switch (isElement && type instanceof SqlType.Array(var element) ? element : type) {
      case SqlType.Array _ -> "ARRAY";
      case SqlType.Struct _ -> "STRUCT";
      case SqlType other -> other.toString();
    };
  }
}
