package io.bridge.sql;

import com.google.zetasql.Function;
import com.google.zetasql.FunctionSignature;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLFunction.FunctionSignatureId;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Functions that ZetaSQL has and that are not found here. Most of them BigQuery has not: who calls
 * one there is told so. Of these stands here only what neither BigQuery's documentation nor
 * Google's own libraries for BigQuery name.
 */
final class WithheldFunctions {
  static final Set<String> UNKNOWN_TO_BIGQUERY =
      Set.of(
          "array_avg",
          "array_find_all",
          "array_last_n",
          "array_max",
          "array_min",
          "array_offsets",
          "array_remove_first_n",
          "array_remove_last_n",
          "array_sum",
          "bool_array",
          "float64_array",
          "int64_array",
          "json_contains",
          "l1_norm",
          "l2_norm",
          "lax_bool_array",
          "lax_float64_array",
          "lax_int64_array",
          "lax_string_array",
          "pi",
          "pi_bignumeric",
          "pi_numeric",
          "regexp_extract_groups",
          "safe_to_json",
          "string_array",
          "timestamp_from_unix_micros",
          "timestamp_from_unix_millis",
          "timestamp_from_unix_seconds",
          "to_seconds_interval");

  /** BigQuery has them; ZetaSQL's code for them gives no bytes, and ends the process for a NULL. */
  private static final Set<String> BROKEN =
      Set.of("zstd_compress", "zstd_decompress_to_bytes", "zstd_decompress_to_string");

  private WithheldFunctions() {}

  /** What a catalog of BigQuery's functions is made of. */
  static ZetaSQLBuiltinFunctionOptions without(Language language) {
    var options = new ZetaSQLBuiltinFunctionOptions(language.bigQuery());
    signatures(language).forEach(options::excludeFunctionSignatureId);
    return options;
  }

  /** ZetaSQL leaves out signatures, not names, and a name has many. */
  private static List<FunctionSignatureId> signatures(Language language) {
    SimpleCatalog all = new SimpleCatalog("all");
    all.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language.bigQuery()));
    return all.getFunctionList().stream()
        .filter(function -> isWithheld(name(function)))
        .flatMap(function -> function.getSignatureList().stream())
        .map(WithheldFunctions::id)
        .toList();
  }

  private static boolean isWithheld(String name) {
    return UNKNOWN_TO_BIGQUERY.contains(name) || BROKEN.contains(name);
  }

  private static String name(Function function) {
    return String.join(".", function.getNamePath()).toLowerCase(Locale.ROOT);
  }

  private static FunctionSignatureId id(FunctionSignature signature) {
    return FunctionSignatureId.forNumber(Math.toIntExact(signature.getContextId()));
  }
}
