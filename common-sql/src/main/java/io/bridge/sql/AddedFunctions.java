package io.bridge.sql;

import com.google.zetasql.Function;
import com.google.zetasql.FunctionArgumentType;
import com.google.zetasql.FunctionSignature;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLFunctions.FunctionEnums.Mode;
import com.google.zetasql.ZetaSQLFunctions.SignatureArgumentKind;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.List;

/** Functions that BigQuery has and ZetaSQL has not: it knows how they are called, no more. */
final class AddedFunctions {
  /** Errors name functions of other groups with their group. */
  private static final String GROUP = "ZetaSQL";

  private AddedFunctions() {}

  static List<Function> all() {
    return List.of(
        extreme("max_by"),
        extreme("min_by"),
        function(
            "contains_substr",
            Mode.SCALAR,
            type(TypeKind.TYPE_BOOL),
            any(SignatureArgumentKind.ARG_TYPE_ARBITRARY),
            type(TypeKind.TYPE_STRING)));
  }

  /** Of the row in which the second argument is the greatest or the least. */
  private static Function extreme(String name) {
    return function(
        name,
        Mode.AGGREGATE,
        any(SignatureArgumentKind.ARG_TYPE_ANY_1),
        any(SignatureArgumentKind.ARG_TYPE_ANY_1),
        any(SignatureArgumentKind.ARG_TYPE_ANY_2));
  }

  private static Function function(
      String name, Mode mode, FunctionArgumentType result, FunctionArgumentType... arguments) {
    return new Function(
        name, GROUP, mode, List.of(new FunctionSignature(result, List.of(arguments), -1)));
  }

  private static FunctionArgumentType any(SignatureArgumentKind kind) {
    return new FunctionArgumentType(kind);
  }

  private static FunctionArgumentType type(TypeKind kind) {
    return new FunctionArgumentType(TypeFactory.createSimpleType(kind));
  }
}
