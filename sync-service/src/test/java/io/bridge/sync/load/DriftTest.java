package io.bridge.sync.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.model.type.WarehouseColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final WarehouseColumn ID = column("id", "INT64");
  private static final WarehouseColumn NAME = column("name", "STRING");
  private static final WarehouseColumn PRICE = money(10, 2);

  @Test
  void takesTheSameColumns() {
    assertEquals(List.of(ID, NAME), Drift.merge(List.of(ID, NAME), List.of(ID, NAME)));
  }

  @Test
  void putsNewColumnsAtTheEndWhereverTheFileHasThem() {
    assertEquals(
        List.of(ID, NAME, PRICE), Drift.merge(List.of(ID, NAME), List.of(PRICE, NAME, ID)));
  }

  @Test
  void makesEverythingNewWhereThereIsNoTable() {
    assertEquals(List.of(ID, NAME), Drift.merge(List.of(), List.of(ID, NAME)));
  }

  @Test
  void comparesNamesAsBigQueryDoesAndKeepsTheTables() {
    assertEquals(List.of(ID), Drift.merge(List.of(ID), List.of(column("ID", "INT64"))));
  }

  @Test
  void keepsTheDescriptionThatSomebodyWrote() {
    WarehouseColumn told =
        new WarehouseColumn("id", "INT64", "NULLABLE", null, null, List.of(), "the key");
    assertEquals(List.of(told), Drift.merge(List.of(told), List.of(ID)));
  }

  @Test
  void listsEachChange() {
    List<String> changes =
        changes(
            List.of(ID, NAME, PRICE, column("gone", "DATE")),
            List.of(column("id", "STRING"), repeated("name", "STRING"), money(12, 2)));
    assertEquals(
        List.of(
            "id: INT64 became STRING",
            "name: STRING became ARRAY<STRING>",
            "price: NUMERIC(10, 2) became NUMERIC(12, 2)",
            "gone: DATE is not in the file"),
        changes);
  }

  @Test
  void looksIntoRecords() {
    assertEquals(
        List.of("r.b: INT64 is not in the file"),
        changes(
            List.of(struct(column("a", "INT64"), column("b", "INT64"))),
            List.of(struct(column("a", "INT64")))));
    WarehouseColumn wider = struct(column("a", "INT64"), column("b", "INT64"));
    assertEquals(
        List.of(wider), Drift.merge(List.of(struct(column("a", "INT64"))), List.of(wider)));
  }

  @Test
  void refusesToLetARequiredColumnHoldNulls() {
    WarehouseColumn required =
        new WarehouseColumn("id", "INT64", "REQUIRED", null, null, List.of(), null);
    assertEquals(
        List.of("id: INT64 NOT NULL became INT64"), changes(List.of(required), List.of(ID)));
  }

  private static List<String> changes(List<WarehouseColumn> existing, List<WarehouseColumn> file) {
    BridgeException refused =
        assertThrows(BridgeException.class, () -> Drift.merge(existing, file));
    assertEquals(ErrorCode.SCHEMA_DRIFT, refused.code());
    return refused.violations().stream().map(Violation::message).toList();
  }

  private static WarehouseColumn column(String name, String type) {
    return new WarehouseColumn(name, type, "NULLABLE", null, null, List.of(), null);
  }

  private static WarehouseColumn repeated(String name, String type) {
    return new WarehouseColumn(name, type, "REPEATED", null, null, List.of(), null);
  }

  private static WarehouseColumn money(int precision, int scale) {
    return new WarehouseColumn("price", "NUMERIC", "NULLABLE", precision, scale, List.of(), null);
  }

  private static WarehouseColumn struct(WarehouseColumn... fields) {
    return new WarehouseColumn("r", "STRUCT", "NULLABLE", null, null, List.of(fields), null);
  }
}
