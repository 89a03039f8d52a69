package io.bridge.cloud.bigquery.sql;

import java.util.List;
import java.util.Objects;

/**
 * A column or nested field, in BigQuery's words.
 *
 * @param name empty only for an unnamed struct member
 * @param type INT64, FLOAT64, NUMERIC, BIGNUMERIC, BOOL, STRING, BYTES, DATE, DATETIME, TIME,
 *     TIMESTAMP, INTERVAL, JSON or STRUCT
 * @param mode NULLABLE, REQUIRED or REPEATED
 * @param precision of a parameterised NUMERIC or BIGNUMERIC, the greatest length of a STRING or
 *     BYTES; else null
 * @param scale null means 0 where a precision is given
 * @param fields members of a STRUCT; else empty
 * @param description may be null
 */
public record Field(
    String name,
    String type,
    String mode,
    Integer precision,
    Integer scale,
    List<Field> fields,
    String description) {

  public Field {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    mode = mode == null ? "NULLABLE" : mode;
    fields = fields == null ? List.of() : List.copyOf(fields);
  }

  /** A plain nullable field. */
  public static Field of(String name, String type) {
    return new Field(name, type, "NULLABLE", null, null, List.of(), null);
  }

  /** A nullable STRUCT. */
  public static Field struct(String name, List<Field> fields) {
    return new Field(name, "STRUCT", "NULLABLE", null, null, fields, null);
  }

  /** This field as an array of itself. */
  public Field repeated() {
    return new Field(name, type, "REPEATED", precision, scale, fields, description);
  }

  /** One element of this array field, or this field itself. */
  public Field element() {
    return new Field(name, type, "NULLABLE", precision, scale, fields, description);
  }

  /** This field under another name. */
  public Field named(String other) {
    return new Field(other, type, mode, precision, scale, fields, description);
  }

  /** Whether this is a STRING or BYTES of limited length. */
  public boolean isBounded() {
    return precision != null && (type.equals("STRING") || type.equals("BYTES"));
  }

  public boolean isRepeated() {
    return mode.equals("REPEATED");
  }
}
