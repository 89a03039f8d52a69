package io.bridge.catalog.dataset;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A name to look up.
 *
 * @param last its last part: the table's own name, which no dot can be in
 */
@RegisterForReflection
record Wanted(String name, String last) {
  /** PostgreSQL takes no NUL, and no table's name has one; the other sign is in none either. */
  static Wanted of(String name) {
    String storable = name.replace('\0', '`');
    return new Wanted(storable, storable.substring(storable.lastIndexOf('.') + 1));
  }
}
