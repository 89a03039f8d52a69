package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What becomes of a file's column names that BigQuery does not allow. */
enum ColumnNames {
  /** BigQuery's default: they stay, and the schema's rules refuse them. */
  STRICT,
  /** Each character that is no letter, digit or underscore becomes an underscore. */
  V1;

  private static final int MAX_CHARS = 300;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern FLEXIBLE =
      Pattern.compile("[\\p{L}\\p{N}\\p{Pc}\\p{Pd}\\p{M}&%=+:'<>#|\\s]{1,300}");
  private static final String KEY = "columnNameCharacterMap";

  /**
   * Reads {@code columnNameCharacterMap}.
   *
   * @throws GoogleError 501 for V2, whose flexible names are not emulated
   */
  static ColumnNames read(Body load) {
    var words = Set.of("COLUMN_NAME_CHARACTER_MAP_UNSPECIFIED", "STRICT", "V1", "V2");
    return switch (load.word(KEY, "", words)) {
      case "V1" -> V1;
      case "V2" -> throw GoogleError.unimplemented("BigQuery load.columnNameCharacterMap V2");
      default -> STRICT;
    };
  }

  /** Fails with 400 when a format whose names are never mapped comes with a map. */
  static void refuse(Body load, String format) {
    if (load.isSet(KEY)) {
      throw GoogleError.invalid(
          "Option %s is only for source formats CSV and PARQUET and not for %s"
              .formatted(KEY, format));
    }
  }

  /**
   * Stops a load that would give a column a name which is good in BigQuery and not here.
   *
   * @throws GoogleError 501 naming the first of them
   */
  static void requireServed(List<Field> fields) {
    for (var field : fields) {
      var name = field.name();
      if (!PLAIN.matcher(name).matches() && FLEXIBLE.matcher(name).matches()) {
        throw GoogleError.unimplemented("BigQuery flexible column name \"" + name + "\"");
      }
      requireServed(field.fields());
    }
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
