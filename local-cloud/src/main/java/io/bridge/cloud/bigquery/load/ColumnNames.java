package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What becomes of column names that BigQuery does not allow. */
enum ColumnNames {
  /** They stay, and the schema's rules refuse them. */
  STRICT,
  /** Each character that is no letter, digit or underscore becomes an underscore. */
  V1;

  private static final int MAX_CHARS = 300;

  /**
   * Reads {@code columnNameCharacterMap}.
   *
   * @param otherwise for a request that does not say it
   * @throws GoogleError 501 for V2, whose flexible names are not emulated
   */
  static ColumnNames read(Body load, ColumnNames otherwise) {
    var words = Set.of("COLUMN_NAME_CHARACTER_MAP_UNSPECIFIED", "STRICT", "V1", "V2");
    return switch (load.word("columnNameCharacterMap", "", words)) {
      case "STRICT" -> STRICT;
      case "V1" -> V1;
      case "V2" -> throw GoogleError.unimplemented("BigQuery load.columnNameCharacterMap V2");
      default -> otherwise;
    };
  }

  /** The names as columns may be called, each of them once. */
  List<String> map(List<String> names) {
    if (this == STRICT) {
      return names;
    }
    var taken = new HashSet<String>();
    var mapped = new ArrayList<String>();
    for (var name : names) {
      var plain = plain(name);
      var free = plain;
      for (int i = 1; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
        free = plain + "_" + i;
      }
      mapped.add(free);
    }
    return mapped;
  }

  private static String plain(String name) {
    var text = name.strip().replaceAll("[^A-Za-z0-9_]", "_");
    var begun = text.isEmpty() || Character.isDigit(text.charAt(0)) ? "_" + text : text;
    return begun.length() <= MAX_CHARS ? begun : begun.substring(0, MAX_CHARS);
  }
}
