package io.bridge.dashboard.query;

import io.bridge.sql.SqlShape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules that need no catalog. Everything is refused that is not listed. */
final class SafeSql {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MOST_TABLES = 49;

  private static final Set<String> CONSTRUCTS =
      words(
          """
          Alias AliasedQuery AliasedQueryExpression AliasedQueryModifiers AnalyticFunctionCall AndExpr
          AnySomeAllOp ArrayConstructor ArrayElement ArrayType BetweenExpression BigNumericLiteral
          BinaryExpression BitwiseShiftExpression BooleanLiteral BytesLiteral BytesLiteralComponent
          CaseNoValueExpression CaseValueExpression CastExpression Collate ColumnList Cube
          DateOrTimeLiteral DotIdentifier DotStar DotStarWithModifiers ExpressionSubquery
          ExpressionWithAlias ExpressionWithOptAlias ExtractExpression FloatLiteral FormatClause
          FromClause FromQuery FunctionCall GroupBy GroupByAll GroupingItem GroupingItemOrder
          GroupingSet GroupingSetList Having HavingModifier Identifier IdentifierList InExpression
          InList IntLiteral IntOrUnbounded IntervalExpr JSONLiteral Join Lambda LikeExpression Limit
          LimitAll LimitOffset Location NamedArgument NullLiteral NullOrder NumericLiteral OnClause
          OnOrUsingClauseList OrExpr OrderBy OrderingExpression ParameterExpr ParenthesizedJoin
          PartitionBy PathExpression PathExpressionList PivotClause PivotExpression
          PivotExpressionList PivotValue PivotValueList PipeAggregate PipeAs PipeDistinct PipeDrop
          PipeExtend PipeJoin PipeJoinLhsPlaceholder PipeLimitOffset PipeOrderBy PipePivot PipeRename
          PipeRenameItem PipeSelect PipeSet PipeSetItem PipeSetOperation PipeUnpivot PipeWhere
          PipeWindow PipeWith Qualify Query Recursion RecursionDepthModifier RepeatableClause Rollup
          SampleClause SampleSize SampleSuffix Select SelectAs SelectColumn SelectList SetOperation
          SetOperationAllOrDistinct SetOperationColumnMatchMode
          SetOperationColumnPropagationMode SetOperationMetadata SetOperationMetadataList
          SetOperationType SimpleType Star StarExceptList StarModifiers StarReplaceItem
          StarWithModifiers StringLiteral StringLiteralComponent StructColumnField
          StructConstructorArg StructConstructorWithKeyword StructConstructorWithParens StructField
          StructType TablePathExpression TableSubquery TypeParameterList UnaryExpression
          UnnestExpression UnnestExpressionWithOptAliasAndOffset UnpivotClause UnpivotInItem
          UnpivotInItemLabel UnpivotInItemList UsingClause WhenThenClause WhenThenClauseList
          WhereClause WindowClause WindowDefinition WindowFrame WindowFrameExpr WindowSpecification
          WithClause WithExpression WithOffset
          """);

  private static final Set<String> FUNCTIONS =
      words(
          """
          any_value approx_count_distinct approx_quantiles approx_top_count approx_top_sum array_agg
          array_concat_agg avg bit_and bit_or bit_xor count countif logical_and logical_or max min
          max_by min_by string_agg sum corr covar_pop covar_samp stddev stddev_pop stddev_samp var_pop
          var_samp variance grouping first_value last_value lag lead nth_value percentile_cont
          percentile_disc cume_dist dense_rank ntile percent_rank rank row_number
          abs acos acosh asin asinh atan atan2 atanh cbrt ceil ceiling cos cosh cosine_distance cot
          coth csc csch div euclidean_distance exp floor greatest ieee_divide is_inf is_nan least ln
          log log10 mod pow power rand range_bucket round safe_add safe_divide safe_multiply
          safe_negate safe_subtract sec sech sign sin sinh sqrt tan tanh trunc width_bucket
          ascii byte_length char_length character_length chr code_points_to_bytes
          code_points_to_string collate concat contains_substr edit_distance ends_with format
          from_base32 from_base64 from_hex initcap instr left length lower lpad ltrim normalize
          normalize_and_casefold octet_length regexp_contains regexp_extract regexp_extract_all
          regexp_instr regexp_replace regexp_substr repeat replace reverse right rpad rtrim
          safe_convert_bytes_to_string soundex split starts_with strpos substr substring to_base32
          to_base64 to_code_points to_hex translate trim unicode upper
          array array_concat array_first array_last array_length array_reverse array_slice
          array_to_string array_includes array_includes_any array_includes_all array_filter
          array_transform array_find array_min array_max array_sum array_avg array_is_distinct
          generate_array generate_date_array generate_timestamp_array offset ordinal safe_offset
          safe_ordinal
          current_date current_datetime current_time current_timestamp date date_add date_bucket
          date_diff date_from_unix_date date_sub date_trunc datetime datetime_add datetime_bucket
          datetime_diff datetime_sub datetime_trunc extract format_date format_datetime format_time
          format_timestamp last_day parse_date parse_datetime parse_time parse_timestamp string time
          time_add time_diff time_sub time_trunc timestamp timestamp_add timestamp_bucket
          timestamp_diff timestamp_micros timestamp_millis timestamp_seconds timestamp_sub
          timestamp_trunc unix_date unix_micros unix_millis unix_seconds make_interval justify_days
          justify_hours justify_interval generate_range_array range range_contains range_end
          range_intersect range_overlaps range_start
          parse_numeric parse_bignumeric safe_cast cast
          bool float64 int64 json_array json_extract json_extract_array json_extract_scalar
          json_extract_string_array json_keys json_object json_query json_query_array json_set
          json_strip_nulls json_type json_value json_value_array lax_bool lax_float64 lax_int64
          lax_string parse_json to_json to_json_string bool_array
          coalesce if ifnull nullif nullifzero zeroifnull
          farm_fingerprint md5 sha1 sha256 sha512 bit_count generate_uuid
          st_area st_asgeojson st_astext st_centroid st_contains st_distance st_dwithin
          st_geogfromgeojson st_geogfromtext st_geogpoint st_intersects st_length st_within st_x st_y
          hll_count.extract hll_count.init hll_count.merge hll_count.merge_partial
          net.host net.ip_from_string net.ip_net_mask net.ip_to_string net.ip_trunc net.ipv4_from_int64
          net.ipv4_to_int64 net.public_suffix net.reg_domain net.safe_ip_from_string
          """);

  private SafeSql() {}

  static void requireReadable(String sql) {
    if (sql.isBlank()) {
      throw Rule.TEXT.refuse("There is no statement");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(sql) || sql.indexOf('\0') >= 0) {
      throw Rule.TEXT.refuse("The statement is not Unicode text");
    }
    if (sql.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw Rule.TEXT.refuse("The statement is longer than 64 KiB");
    }
  }

  /** Whatever is wrong first: the number of statements, their kind, their parts, what they call. */
  static void requireSafe(SqlShape shape) {
    if (shape.statements().size() != 1) {
      throw Rule.ONE_STATEMENT.refuse("Only one statement may run at a time");
    }
    if (!shape.statements().getFirst().equals("Query")) {
      throw Rule.QUERY_ONLY.refuse(
          "Only queries may run here, not " + shape.statements().getFirst());
    }
    shape.tableFunctions().stream().findFirst().ifPresent(SafeSql::refuseFunction);
    shape.constructs().stream()
        .filter(construct -> !CONSTRUCTS.contains(construct.toLowerCase(Locale.ROOT)))
        .findFirst()
        .ifPresent(SafeSql::refuseConstruct);
    shape.functions().stream()
        .filter(path -> !isAllowed(path))
        .findFirst()
        .ifPresent(SafeSql::refuseFunction);
  }

  /** Called again with the names that the warehouse says it would read. */
  static void requireTables(List<String> tables) {
    if (tables.isEmpty()) {
      throw Rule.TABLES.refuse("The statement reads no table");
    }
    if (tables.size() > MOST_TABLES) {
      throw Rule.TABLES.refuse("The statement reads more than " + MOST_TABLES + " tables");
    }
  }

  private static boolean isAllowed(List<String> path) {
    String name = String.join(".", path).toLowerCase(Locale.ROOT);
    return FUNCTIONS.contains(name.startsWith("safe.") ? name.substring("safe.".length()) : name);
  }

  private static void refuseFunction(List<String> path) {
    throw Rule.FUNCTION.refuse("The function " + String.join(".", path) + " is not allowed here");
  }

  private static void refuseConstruct(String construct) {
    throw Rule.CONSTRUCT.refuse(construct + " is not allowed here");
  }

  private static Set<String> words(String text) {
    return Set.copyOf(List.of(text.toLowerCase(Locale.ROOT).strip().split("\\s+")));
  }
}
