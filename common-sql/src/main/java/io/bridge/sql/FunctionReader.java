package io.bridge.sql;

import com.google.zetasql.Function;
import com.google.zetasql.FunctionArgumentType;
import com.google.zetasql.FunctionSignature;
import com.google.zetasql.SimpleCatalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Reads a catalog's functions. */
final class FunctionReader {
  private FunctionReader() {}

  static List<SqlFunction> read(SimpleCatalog catalog) {
    List<SqlFunction> functions = new ArrayList<>();
    catalog.getFunctionList().forEach(function -> functions.add(read(function)));
    catalog
        .getCatalogList()
        .forEach(family -> family.getFunctionList().forEach(f -> functions.add(read(f))));
    return functions.stream().distinct().sorted(Comparator.comparing(SqlFunction::name)).toList();
  }

  private static SqlFunction read(Function function) {
    String name = String.join(".", function.getNamePath()).toLowerCase(Locale.ROOT);
    return new SqlFunction(
        name,
        function.getMode().name(),
        function.getSignatureList().stream().map(FunctionReader::signature).toList());
  }

  private static SqlFunction.Signature signature(FunctionSignature signature) {
    List<FunctionArgumentType> all = signature.getFunctionArgumentList();
    return new SqlFunction.Signature(
        signature.getContextId(),
        all.stream().filter(one -> !one.isOptional()).map(FunctionReader::type).toList(),
        all.stream()
            .filter(one -> one.isOptional() && one.getOptions().getDefault() == null)
            .map(FunctionReader::type)
            .toList());
  }

  private static String type(FunctionArgumentType argument) {
    if (argument.getType() != null) {
      return Types.fromZeta(argument.getType()).toString();
    }
    String kind = argument.getKind().name().replaceFirst("^ARG_(TYPE_)?", "");
    return switch (kind) {
      case "ARBITRARY" -> "ANY";
      case String any when any.matches("(ARRAY|RANGE)_TYPE_ANY.*") ->
          any.replace("_TYPE_", "<") + ">";
      default -> kind;
    };
  }
}
