package io.bridge.model.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarehouseNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"sales", "sales_1998", "Verkäufe 1998", "a-b", "売上", "1998"})
  void takesATableNameThatBigQueryTakes(String name) {
    assertTrue(WarehouseNames.problemWithTable(name).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " a",
        "a ",
        "a.b",
        "a/b",
        "../a",
        "%2e%2e%2f",
        "..\\",
        "a\0",
        "a\r\nb",
        "a$20260101",
        "a@0",
        "a'b",
        "a`b",
        "a*",
        ".",
        "..",
        "/a",
        "e\u0301",
        "__TABLES__",
        "information_schema"
      })
  void refusesATableNameThatBigQueryOrAPersonWouldMistake(String name) {
    assertFalse(WarehouseNames.problemWithTable(name).isEmpty());
  }

  @Test
  void countsBytesNotCharacters() {
    assertTrue(WarehouseNames.problemWithTable("é".repeat(512)).isEmpty());
    assertFalse(WarehouseNames.problemWithTable("é".repeat(512) + "a").isEmpty());
    assertFalse(WarehouseNames.problemWithDataset("a".repeat(1025)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-b", "a.b", "é", "_hidden", "INFORMATION_schema", "a b", "a\n"})
  void refusesADatasetNameThatBigQueryRefusesOrHides(String name) {
    assertFalse(WarehouseNames.problemWithDataset(name).isEmpty());
  }

  @Test
  void takesADatasetName() {
    assertTrue(WarehouseNames.problemWithDataset("Sales_2026").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "id,id",
    "café,cafe",
    "2nd,_2nd",
    "a b,a_b",
    "_TABLE_x,c_TABLE_x",
    "_partitiontime,c_partitiontime",
    "__ROOT__,c__ROOT__",
    "日本,__"
  })
  void normalisesAColumnName(String source, String expected) {
    WarehouseNames.Name name = WarehouseNames.columns(List.of(source)).getFirst();
    assertEquals(expected, name.text());
    assertEquals(source.equals(expected) ? null : source, name.description());
  }

  @Test
  void tellsNamesApartThatWouldCollide() {
    List<WarehouseNames.Name> names = WarehouseNames.columns(List.of("a b", "a_b", "a-b", "A_B"));
    Set<String> distinct = new HashSet<>();
    names.forEach(name -> distinct.add(name.text().toLowerCase(Locale.ROOT)));
    assertEquals(4, distinct.size());
  }

  @Test
  void letsTheNameThatFitsKeepItself() {
    List<WarehouseNames.Name> names = WarehouseNames.columns(List.of("a b", "a_b"));
    assertEquals("a_b", names.get(1).text());
    assertNull(names.get(1).description());
    assertTrue(names.get(0).text().matches("a_b_[0-9a-f]{8}"));
  }

  @Test
  void cutsALongNameAndKeepsItUnique() {
    List<WarehouseNames.Name> names =
        WarehouseNames.columns(List.of("x".repeat(400), "x".repeat(401)));
    assertEquals(300, names.get(0).text().length());
    assertNotEquals(names.get(0).text(), names.get(1).text());
  }

  @Test
  void givesTheSameNamesInAnyOrder() {
    Random random = new Random(7);
    String alphabet = "aAbé _-1.";
    for (int round = 0; round < 500; round++) {
      Set<String> distinct = new HashSet<>();
      for (int n = 0; n < 8; n++) {
        distinct.add(word(random, alphabet));
      }
      List<String> sources = new ArrayList<>(distinct);
      List<WarehouseNames.Name> names = WarehouseNames.columns(sources);
      List<String> shuffled = new ArrayList<>(sources);
      Collections.shuffle(shuffled, random);
      List<WarehouseNames.Name> again = WarehouseNames.columns(shuffled);
      for (String source : sources) {
        assertEquals(
            names.get(sources.indexOf(source)), again.get(shuffled.indexOf(source)), source);
      }
      assertValidAndDistinct(names);
    }
  }

  private static void assertValidAndDistinct(List<WarehouseNames.Name> names) {
    Set<String> seen = new HashSet<>();
    for (WarehouseNames.Name name : names) {
      assertTrue(name.text().matches("[A-Za-z_][A-Za-z0-9_]{0,299}"), name.text());
      assertTrue(seen.add(name.text().toLowerCase(Locale.ROOT)), name.text());
    }
  }

  private static String word(Random random, String alphabet) {
    StringBuilder word = new StringBuilder();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      word.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return word.toString();
  }
}
