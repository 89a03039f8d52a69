package io.bridge.cloud.bigquery.load;

import java.util.List;

/**
 * A node of a Parquet file's schema.
 *
 * @param physical such as {@code INT64}; null for a group
 * @param repetition REQUIRED, OPTIONAL or REPEATED
 * @param annotation the logical type in upper case, or the older converted type; empty for none
 * @param duckType what DuckDB reads it as
 * @param precision of a decimal, else null
 * @param scale of a decimal, else null
 */
record ParquetColumn(
    String name,
    String physical,
    String repetition,
    String annotation,
    String duckType,
    Integer precision,
    Integer scale,
    List<ParquetColumn> children) {

  boolean isList() {
    return annotation.startsWith("LIST");
  }

  boolean isMap() {
    return annotation.startsWith("MAP");
  }

  /** A decimal that DuckDB takes for a float. */
  boolean isWideDecimal() {
    return annotation.equals("DECIMAL") && precision != null && precision > 38;
  }

  /** Whether it or a part of it is a wide decimal. */
  boolean hasWideDecimal() {
    return isWideDecimal() || children.stream().anyMatch(ParquetColumn::hasWideDecimal);
  }

  boolean isGroup() {
    return physical == null;
  }

  boolean isRequired() {
    return repetition.equals("REQUIRED");
  }

  /** The same column under another name and with another repetition. */
  ParquetColumn with(String otherName, String otherRepetition) {
    return new ParquetColumn(
        otherName, physical, otherRepetition, annotation, duckType, precision, scale, children);
  }

  /** The type as an error names it: {@code INT64 (DECIMAL(10,2))}. */
  String typeText() {
    var type = isGroup() ? "group" : physical;
    var parameters = precision == null ? "" : "(" + precision + "," + scale + ")";
    return annotation.isEmpty() ? type : type + " (" + annotation + parameters + ")";
  }
}
