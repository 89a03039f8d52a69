package io.bridge.cloud.bigquery.sql;

import java.util.Objects;

/**
 * A value for {@code @name} or {@code ?}.
 *
 * @param name without the at sign, not case-sensitive; null for a positional parameter
 * @param type its name is ignored; an array is a field of mode REPEATED
 * @param value as BigQuery's wire form has it: null, the {@link String} of a scalar ({@code "12"},
 *     {@code "true"}, {@code "2026-01-31"}, BYTES in base64, a TIMESTAMP in any form of its
 *     literal), a {@code List<Object>} of such values for an array, a {@code Map<String, Object>}
 *     for a struct
 */
public record QueryParameter(String name, Field type, Object value) {

  public QueryParameter {
    Objects.requireNonNull(type, "type");
  }
}
