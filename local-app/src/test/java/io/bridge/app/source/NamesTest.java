package io.bridge.app.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "foodmart.duckdb,foodmart",
    "Shop 2026 (final).duckdb,shop_2026_final",
    "crème--brûlée.parquet,creme_brulee",
    "a.b.duckdb,a_b",
    "noextension,noextension",
    ".hidden,hidden",
    "日本.duckdb,''"
  })
  void makesADatasetsNameFromAFiles(String file, String name) {
    assertEquals(name, Source.nameOf(Path.of("/some/where", file)));
  }

  @ParameterizedTest
  @CsvSource({"x.duckdb,x", "a.b.duckdb,a", "memory.duckdb,memory_db", ".odd,.odd", "temp,temp_db"})
  void namesTheDatabaseAsDuckDbDoes(String file, String alias) {
    assertEquals(alias, DuckDb.alias(Path.of("/some/where", file)));
  }
}
