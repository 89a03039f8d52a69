package io.bridge.model.type;

import java.util.List;

/** What the mapping of a type gives, before it has a name. */
sealed interface Carried {

  /**
   * @param select the value as it is written; equal to the value's own expression where nothing has
   *     to be done
   * @param violation null where every value can be carried
   */
  record Exactly(
      String type,
      boolean repeated,
      Integer precision,
      Integer scale,
      List<WarehouseColumn> fields,
      String select,
      String violation)
      implements Carried {

    static Exactly scalar(String type, String select) {
      return new Exactly(type, false, null, null, List.of(), select, null);
    }

    static Exactly decimal(String type, int precision, int scale, String select) {
      return new Exactly(type, false, precision, scale, List.of(), select, null);
    }

    Exactly unless(String violation) {
      return new Exactly(type, repeated, precision, scale, fields, select, violation);
    }

    WarehouseColumn named(WarehouseNames.Name name) {
      String mode = repeated ? "REPEATED" : "NULLABLE";
      return new WarehouseColumn(
          name.text(), type, mode, precision, scale, fields, name.description());
    }
  }

  record Not(String reason, String hint) implements Carried {
    Not inside(String part) {
      return new Not(part + ": " + reason, hint);
    }
  }
}
