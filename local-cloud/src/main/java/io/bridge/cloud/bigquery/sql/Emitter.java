package io.bridge.cloud.bigquery.sql;

/** Writes the calls of one function in DuckDB's SQL. */
@FunctionalInterface
interface Emitter {

  String emit(Call call);

  /** The function of that name, with the same arguments. */
  static Emitter same(String duckDb) {
    return call -> Sql.call(duckDb, call.args().toArray(String[]::new));
  }

  /** The same, for functions whose DuckDB type differs from BigQuery's. */
  static Emitter cast(String duckDb) {
    return call -> call.asResult(same(duckDb).emit(call));
  }

  static Emitter infix(String operator) {
    return call -> "(" + String.join(" " + operator + " ", call.args()) + ")";
  }
}
