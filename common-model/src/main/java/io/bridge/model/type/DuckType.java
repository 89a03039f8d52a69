package io.bridge.model.type;

import java.util.List;

/** A DuckDB type, parsed. */
sealed interface DuckType {

  /** A type without parts, in upper case and single spaces: {@code TIMESTAMP WITH TIME ZONE}. */
  record Simple(String name) implements DuckType {}

  record Decimal(int precision, int scale) implements DuckType {}

  record Enumeration() implements DuckType {}

  /** {@code T[]}, or {@code T[3]} where {@code fixed}. */
  record ListOf(DuckType element, boolean fixed) implements DuckType {}

  record MapOf(DuckType key, DuckType value) implements DuckType {}

  record Struct(List<Member> members) implements DuckType {}

  /** The members do not matter: no union is carried. */
  record Union() implements DuckType {}

  record Member(String name, DuckType type) {}
}
