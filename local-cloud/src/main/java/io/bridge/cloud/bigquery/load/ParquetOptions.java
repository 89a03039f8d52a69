package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.util.List;
import java.util.Set;

/**
 * How Parquet's types become BigQuery's.
 *
 * @param listInference a LIST is an array of its elements, not a record around them
 * @param enumAsString else BYTES
 * @param mapAsArray a MAP is an array of key and value, not a record around it
 * @param decimalTargets of NUMERIC and BIGNUMERIC, those a decimal may become
 */
public record ParquetOptions(
    boolean listInference, boolean enumAsString, boolean mapAsArray, List<String> decimalTargets) {
  private static final Set<String> USED =
      Set.of("enableListInference", "enumAsString", "mapTargetType");

  ParquetOptions withDecimals(List<String> targets) {
    return new ParquetOptions(listInference, enumAsString, mapAsArray, targets);
  }

  /** Fails with 400 when another format comes with an option of Parquet. */
  static void refuse(Body load, String format) {
    if (load.isSet("parquetOptions")) {
      throw GoogleError.invalid(
          "Option parquetOptions is only for source format PARQUET and not for " + format);
    }
  }

  static ParquetOptions read(Body load) {
    var targets = load.texts("decimalTargetTypes");
    for (var target : targets) {
      if (!Set.of("NUMERIC", "BIGNUMERIC").contains(target)) {
        throw GoogleError.unimplemented("BigQuery configuration.load.decimalTargetTypes " + target);
      }
    }
    var options = load.object("parquetOptions");
    var decimals = targets.isEmpty() ? List.of("NUMERIC") : List.copyOf(targets);
    if (options == null) {
      return new ParquetOptions(false, false, false, decimals);
    }
    options.known(USED, Set.of());
    var words = Set.of("MAP_TARGET_TYPE_UNSPECIFIED", "ARRAY_OF_STRUCT");
    var map = options.word("mapTargetType", "MAP_TARGET_TYPE_UNSPECIFIED", words);
    return new ParquetOptions(
        options.flag("enableListInference", false),
        options.flag("enumAsString", false),
        map.equals("ARRAY_OF_STRUCT"),
        decimals);
  }
}
