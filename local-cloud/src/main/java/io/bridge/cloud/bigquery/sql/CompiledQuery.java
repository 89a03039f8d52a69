package io.bridge.cloud.bigquery.sql;

import java.util.List;

/**
 * A statement ready for DuckDB.
 *
 * @param statementType as in BigQuery's job statistics; {@code SELECT}
 * @param duckDbSql one statement for a session whose TimeZone is UTC; its columns stand in the
 *     order of {@code schema}, have the types of {@link DuckType#of(Field)}, and are named {@code
 *     c0}, {@code c1}, … because BigQuery's names may repeat
 * @param schema output columns; unnamed ones are {@code f0_}, {@code f1_}, … as in BigQuery
 * @param reads the tables of the statement with the columns that it reads of each
 * @param repeatable whether the same tables give the same answer: no function of it depends on the
 *     time, the caller or chance
 */
public record CompiledQuery(
    String statementType,
    String duckDbSql,
    List<Field> schema,
    List<TableColumns> reads,
    boolean repeatable) {}
