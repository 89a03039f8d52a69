package io.bridge.model.type;

/**
 * How DuckDB writes one column into the Parquet file.
 *
 * @param select DuckDB expression without an alias, over the quoted source column; to be used as
 *     {@code COPY (SELECT <select> AS "<warehouse name>", … FROM …) TO … (FORMAT parquet)}
 * @param violation DuckDB boolean expression, true for a row whose value cannot be carried exactly
 *     (null and false mean it can); null where the type alone is proof
 */
public record Export(String select, String violation) {}
