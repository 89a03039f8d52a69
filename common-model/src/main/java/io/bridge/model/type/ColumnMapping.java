package io.bridge.model.type;

/** What becomes of one source column. */
public sealed interface ColumnMapping {
  String sourceName();

  /** Every value that does not match {@link Export#violation} arrives unchanged. */
  record Exact(String sourceName, WarehouseColumn column, Export export) implements ColumnMapping {}

  /**
   * The column cannot be carried exactly.
   *
   * @param type the source's type text
   * @param reason what is in the way
   * @param hint what to do in the source
   */
  record Refused(String sourceName, String type, String reason, String hint)
      implements ColumnMapping {}
}
