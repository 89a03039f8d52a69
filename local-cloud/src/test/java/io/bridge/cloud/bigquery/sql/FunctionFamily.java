package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlFunction;
import java.util.Locale;
import java.util.Set;

/** The families of BigQuery's documentation, in the order of the page. */
enum FunctionFamily {
  NET("net\\..*"),
  ENCRYPTION("keys\\..*|aead\\..*|deterministic.*"),
  SKETCHES("(hll_count|kll_quantiles|d3a_count)\\..*"),
  GEOGRAPHY("st_.*|s2_.*"),
  APPROXIMATE("approx_.*"),
  AGGREGATE(""),
  WINDOW(
      "lag|lead|first_value|last_value|nth_value|percentile_cont|percentile_disc|percent_rank"
          + "|cume_dist"),
  NUMBERING("rank|dense_rank|row_number|ntile"),
  CONDITIONAL("if|coalesce|ifnull|nullif|nullifzero|zeroifnull|\\$case.*"),
  HASH("farm_fingerprint|md5|sha1|sha256|sha512"),
  BIT("bit_count|\\$bitwise.*|bit_cast.*"),
  JSON(
      "json.*|to_json.*|parse_json|lax_.*|bool|double|float|float64|float32|int64|int32"
          + "|uint64|uint32|.*json.*|double_array|float32_array|float_array|int32_array|uint64_array"
          + "|uint32_array"),
  ARRAY(
      "array.*|generate_array|generate_date_array|generate_timestamp_array|flatten|\\$.*array.*"
          + "|range_bucket"),
  DATE_AND_TIME(
      ".*(date|time|timestamp|interval|justify).*|last_day|unix_.*|\\$extract.*|\\$subtract_.*"
          + "|string"),
  MATHEMATICAL(
      "abs|sign|is_inf|is_nan|ieee_divide|rand|sqrt|cbrt|pow|exp|ln|log|log10|greatest|least|div|mod"
          + "|round|trunc|ceil|floor|a?cosh?|a?sinh?|a?tanh?|atan2|a?csch?|a?sech?|a?coth?"
          + "|safe_(add|subtract|multiply|divide|negate)|cosine_distance|euclidean_distance"
          + "|.*_distance|dot_product|manhattan_distance"),
  STRING(
      "ascii|byte_length|char_length|chr|code_points_to_.*|collate|concat|contains_substr"
          + "|edit_distance|ends_with|format|from_(base32|base64|hex)|initcap|instr|left|length"
          + "|lower|[lr]?pad|[lr]?trim|normalize.*|regexp_.*|repeat|replace|reverse|right|safe_convert.*"
          + "|soundex|split|split_substr|starts_with|strpos|substr|to_(base32|base64|hex|code_points)"
          + "|translate|unicode|upper|\\$.*like.*|\\$concat_op"),
  UTILITY(
      "generate_uuid|error|session_user|iferror|iserror|nulliferror|typeof|\\$with_side_effects"),
  OPERATOR("\\$.*"),
  OTHER(""),
  /**
   * What ZetaSQL has beyond BigQuery: protocol buffers, enums, graphs, maps, privacy; and what is
   * only inside of MATCH_RECOGNIZE, which is refused as a whole.
   */
  NOT_BIGQUERY(
      ".*proto.*|.*enum.*|.*graph.*|.*map_.*|.*_map|\\$(anon|differential).*|anon_.*|.*uuid.*"
          + "|kll_.*|d3a_.*|.*(nanos|picos).*|.*_uint(32|64)_.*|edges|nodes|labels|path.*|is_trail"
          + "|is_acyclic|is_simple|is_first|is_last|property_.*|source_node.*|destination_node.*"
          + "|iferror|iserror|nulliferror|element_id|classifier|first|last|next|prev"
          + "|match_(row_)?number|elementwise_.*|aggregate|agg|.*float32.*"
          + "|approx_(cosine|dot|euclidean).*|\\$subscript_with.*|.*compression.*|.*measure.*|apply|new_uuid");

  private static final Set<FunctionFamily> COMMON =
      Set.of(
          AGGREGATE,
          APPROXIMATE,
          CONDITIONAL,
          STRING,
          MATHEMATICAL,
          DATE_AND_TIME,
          ARRAY,
          JSON,
          HASH,
          BIT,
          WINDOW,
          NUMBERING);

  private final String names;

  FunctionFamily(String names) {
    this.names = names;
  }

  static FunctionFamily of(SqlFunction function) {
    if (function.name().matches(NOT_BIGQUERY.names) && !function.name().equals("generate_uuid")) {
      return NOT_BIGQUERY;
    }
    for (FunctionFamily family : values()) {
      if (function.name().matches(family.names)) {
        return family;
      }
    }
    return function.mode().equals("AGGREGATE") ? AGGREGATE : OTHER;
  }

  /** Whether dashboards and reports use it all the time. */
  boolean isCommon() {
    return COMMON.contains(this);
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
