package io.bridge.dashboard.query;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import java.util.List;
import java.util.Locale;

/** What every statement must keep; the rule that refused is the field of the violation. */
enum Rule {
  /** Size and characters of the text. */
  TEXT,
  /** Exactly one statement. */
  ONE_STATEMENT,
  /** The statement is a query. */
  QUERY_ONLY,
  /** It is made of parts that are known to read only. */
  CONSTRUCT,
  /** It calls functions that are known to read only what is given to them. */
  FUNCTION,
  /** It reads tables of the team, by their names. */
  TABLES,
  /** It does not read the warehouse's own views. */
  INFORMATION_SCHEMA,
  /** The warehouse says the same of it as the guard. */
  DRY_RUN;

  /** Name in problems: lower case with dashes. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  BridgeException refuse(String reason) {
    return new BridgeException(
        ErrorCode.QUERY_REFUSED, reason, List.of(new Violation(wireName(), reason)));
  }
}
