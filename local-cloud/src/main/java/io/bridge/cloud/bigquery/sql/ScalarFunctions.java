package io.bridge.cloud.bigquery.sql;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scalar functions of all families. What is not here is refused by its name. */
final class ScalarFunctions {
  private static final Map<String, Emitter> EMITTERS =
      Stream.of(
              Comparisons.EMITTERS,
              Operators.EMITTERS,
              Conditionals.EMITTERS,
              MathFunctions.EMITTERS,
              StringFunctions.EMITTERS,
              RegexFunctions.EMITTERS,
              DateFunctions.EMITTERS,
              TimestampFunctions.EMITTERS,
              TimeFormats.EMITTERS,
              ArrayFunctions.EMITTERS,
              JsonFunctions.EMITTERS)
          .flatMap(family -> family.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private ScalarFunctions() {}

  /** Those that have one, by ZetaSQL's names in lower case. */
  static Set<String> names() {
    return EMITTERS.keySet();
  }

  static String emit(Call call) {
    Emitter emitter = EMITTERS.get(call.name());
    if (emitter == null) {
      throw call.unsupported();
    }
    // What is random never fails, and TRY does not take it.
    return call.safe() && !Session.isVolatile(call.name())
        ? safely(emitter, call)
        : emitter.emit(call);
  }

  /**
   * SAFE covers the function and not its arguments, so those are computed outside of TRY; DuckDB
   * would refuse {@code error()} inside of it anyway.
   */
  private static String safely(Emitter emitter, Call call) {
    return call.let(names -> Sql.call("TRY", emitter.emit(call.safely(names))));
  }
}
