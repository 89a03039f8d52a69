package io.bridge.model.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeMappingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "BOOLEAN | BOOL | - | -",
        "TINYINT | INT64 | - | -",
        "SMALLINT | INT64 | - | -",
        "INTEGER | INT64 | - | -",
        "BIGINT | INT64 | - | -",
        "UTINYINT | INT64 | - | -",
        "USMALLINT | INT64 | - | -",
        "UINTEGER | INT64 | - | -",
        "UBIGINT | NUMERIC | 20 | 0",
        "HUGEINT | BIGNUMERIC | 38 | 0",
        "UHUGEINT | BIGNUMERIC | 38 | 0",
        "BIGNUM | STRING | - | -",
        "FLOAT | FLOAT64 | - | -",
        "DOUBLE | FLOAT64 | - | -",
        "DECIMAL(10,4) | NUMERIC | 10 | 4",
        "DECIMAL(38,9) | NUMERIC | 38 | 9",
        "DECIMAL(38,5) | BIGNUMERIC | 38 | 5",
        "DECIMAL(12,10) | BIGNUMERIC | 12 | 10",
        "DECIMAL(9,9) | NUMERIC | 10 | 9",
        "DECIMAL(38,38) | BIGNUMERIC | 39 | 38",
        "DECIMAL(30,0) | BIGNUMERIC | 30 | 0",
        "DECIMAL(29) | NUMERIC | 29 | 0",
        "DECIMAL | NUMERIC | 18 | 3",
        "VARCHAR | STRING | - | -",
        "VARCHAR(10) | STRING | - | -",
        "ENUM('a', 'it''s') | STRING | - | -",
        "UUID | STRING | - | -",
        "BIT | STRING | - | -",
        "\"NULL\" | STRING | - | -",
        "BLOB | BYTES | - | -",
        "DATE | DATE | - | -",
        "TIMESTAMP | DATETIME | - | -",
        "TIMESTAMP_S | DATETIME | - | -",
        "TIMESTAMP_MS | DATETIME | - | -",
        "TIMESTAMP_NS | DATETIME | - | -",
        "TIMESTAMP WITH TIME ZONE | TIMESTAMP | - | -",
      },
      quoteCharacter = '`')
  void carriesAScalarExactly(String source, String type, Integer precision, Integer scale) {
    WarehouseColumn column = exact("c", source).column();
    assertEquals(
        new WarehouseColumn("c", type, "NULLABLE", precision, scale, List.of(), null), column);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TIME",
        "TIME_NS",
        "TIME WITH TIME ZONE",
        "INTERVAL",
        "JSON",
        "VARIANT",
        "GEOMETRY",
        "GEOMETRY('EPSG:4326')",
        "UNION(n INTEGER, s VARCHAR)",
        "TIMESTAMP WITH TIME ZONE_NS",
        "POINTER",
        "INTEGER[][][][][][][][][][][][][][][][][][]",
      })
  void refusesWhatBigQueryCannotHoldAndSaysWhatToDo(String source) {
    var refused = refused("c", source);
    assertTrue(refused.reason().length() > 10, refused::toString);
    assertTrue(refused.hint().length() > 10, refused::toString);
    assertEquals(source, refused.type());
  }

  @Test
  void namesThePartOfAStructThatIsInTheWay() {
    assertEquals(
        "field a: element: field b c: BigQuery reads no TIME from Parquet",
        refused("c", "STRUCT(a STRUCT(\"b c\" TIME)[])").reason());
  }

  @Test
  void makesARepeatedColumnOfAList() {
    WarehouseColumn column = exact("c", "DECIMAL(10,2)[]").column();
    assertEquals(new WarehouseColumn("c", "NUMERIC", "REPEATED", 10, 2, List.of(), null), column);
  }

  @Test
  void wrapsAListInsideAList() {
    WarehouseColumn column = exact("c", "INTEGER[][3]").column();
    assertEquals("STRUCT", column.type());
    assertEquals("REPEATED", column.mode());
    assertEquals(
        List.of(new WarehouseColumn("items", "INT64", "REPEATED", null, null, List.of(), null)),
        column.fields());
  }

  @Test
  void makesARepeatedRecordOfAMap() {
    WarehouseColumn column = exact("c", "MAP(VARCHAR, STRUCT(x DATE)[])").column();
    assertEquals("REPEATED", column.mode());
    assertEquals(List.of("key", "value"), names(column.fields()));
    assertEquals("REPEATED", column.fields().getLast().mode());
  }

  @Test
  void normalisesTheNamesOfFieldsToo() {
    WarehouseColumn column = exact("Preis (€)", "STRUCT(\"Größe \"\"x\"\"\" INTEGER)").column();
    assertEquals("Preis____", column.name());
    assertEquals("Preis (€)", column.description());
    assertEquals("Gro_e__x_", column.fields().getFirst().name());
    assertEquals("Größe \"x\"", column.fields().getFirst().description());
  }

  @Test
  void quotesTheSourceColumn() {
    assertEquals("\"a\"\"b\"", exact("a\"b", "INTEGER").export().select());
  }

  @Test
  void needsNoProofWhereTheTypeIsOne() {
    assertNull(exact("c", "DECIMAL(10,2)").export().violation());
    assertNotNull(exact("c", "DATE").export().violation());
  }

  @Test
  void refusesTwoColumnsOfOneName() {
    List<ColumnMapping> mappings =
        TypeMapping.map(List.of(new SourceColumn("a", "DATE"), new SourceColumn("a", "DATE")));
    mappings.forEach(m -> assertInstanceOf(ColumnMapping.Refused.class, m));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "(",
        "STRUCT",
        "STRUCT(",
        "STRUCT()",
        "STRUCT(a)",
        "STRUCT(a INTEGER",
        "STRUCT(INTEGER, VARCHAR)",
        "MAP(INTEGER)",
        "ENUM()",
        "ENUM(a)",
        "ENUM('a",
        "DECIMAL(39,0)",
        "DECIMAL(0,0)",
        "DECIMAL(5,6)",
        "DECIMAL(99999999999,1)",
        "INTEGER[",
        "INTEGER]",
        "INTEGER[-1]",
        "INTEGER; DROP TABLE x",
        "\"INTEGER",
        "INTEGER\0",
      })
  void refusesATextThatIsNoType(String source) {
    refused("c", source);
  }

  @Test
  void refusesATypeThatIsTooDeepTooLongOrTooWide() {
    refused("c", "STRUCT(a ".repeat(20_000) + "INTEGER" + ")".repeat(20_000));
    refused("c", "INTEGER" + "[]".repeat(40_000));
    refused("c", "ENUM('" + "x".repeat(200_000) + "')");
    refused("c", null);
    // Valid, small as a text, and its expression would be some hundred megabytes.
    String name = "n".repeat(3_000);
    String leaves = "a0 UUID" + ", a UUID".repeat(5_000).replace("a UUID", "x UUID");
    refused("c", ("STRUCT(" + name + " ").repeat(10) + "STRUCT(" + leaves + ")" + ")".repeat(10));
  }

  @Test
  void neverFailsWhateverTheTextIs() {
    Random random = new Random(42);
    String[] parts = {
      "STRUCT(",
      "MAP(",
      "UNION(",
      "ENUM(",
      "DECIMAL(",
      ")",
      "[",
      "]",
      ",",
      " ",
      "'",
      "\"",
      "a",
      "INTEGER",
      "10",
      "VARCHAR",
      "é",
      "\u0000",
      "TIMESTAMP WITH TIME ZONE",
      "😀"
    };
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      assertEquals(1, TypeMapping.map(List.of(new SourceColumn("c", text.toString()))).size());
    }
  }

  private static List<String> names(List<WarehouseColumn> columns) {
    return columns.stream().map(WarehouseColumn::name).toList();
  }

  private static ColumnMapping.Exact exact(String name, String type) {
    return assertInstanceOf(ColumnMapping.Exact.class, one(name, type));
  }

  private static ColumnMapping.Refused refused(String name, String type) {
    return assertInstanceOf(ColumnMapping.Refused.class, one(name, type));
  }

  private static ColumnMapping one(String name, String type) {
    return TypeMapping.map(List.of(new SourceColumn(name, type))).getFirst();
  }
}
