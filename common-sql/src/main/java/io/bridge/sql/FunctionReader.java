package io.bridge.sql;

import com.google.zetasql.Function;
import com.google.zetasql.FunctionArgumentType;
import com.google.zetasql.FunctionSignature;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.ZetaSQLFunctions.FunctionEnums.ArgumentCardinality;
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
        function.getSignatureList().stream().map(FunctionReader::arguments).toList());
  }

  private static List<String> arguments(FunctionSignature signature) {
    List<String> types = new ArrayList<>();
    for (FunctionArgumentType argument : signature.getFunctionArgumentList()) {
      if (argument.getCardinality() != ArgumentCardinality.OPTIONAL) {
        types.add(type(argument));
      }
    }
    return types;
  }

  private static String type(FunctionArgumentType argument) {
    if (argument.getType() != null) {
      return Types.fromZeta(argument.getType()).toString();
    }
    return argument.getKind().name().contains("ARRAY") ? "ARRAY<INT64>" : "INT64";
  }
}
