package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How CSV is written.
 *
 * @param skippedRows rows before the first of data; null when nothing was said
 * @param delimiter between values
 * @param quote around values; null when there is none
 * @param quotedNewlines whether a quoted value may go on in the next line
 * @param jaggedRows whether values at the end of a row may be missing
 * @param nullMarkers what stands for NULL where it is not quoted
 * @param controlCharacters whether ASCII 0 may be part of a value
 * @param byName whether columns are found by the names of the header
 */
record CsvOptions(
    Long skippedRows,
    char delimiter,
    Character quote,
    boolean quotedNewlines,
    boolean jaggedRows,
    Set<String> nullMarkers,
    Charset encoding,
    boolean controlCharacters,
    boolean byName) {
  /** Options that only CSV has. */
  static final Set<String> KEYS =
      Set.of(
          "skipLeadingRows",
          "fieldDelimiter",
          "quote",
          "allowQuotedNewlines",
          "allowJaggedRows",
          "nullMarker",
          "nullMarkers",
          "preserveAsciiControlCharacters",
          "sourceColumnMatch");

  private static final Map<String, String> ENCODINGS =
      Map.of(
          "UTF-8", "UTF-8",
          "ISO-8859-1", "ISO-8859-1",
          "UTF-16BE", "UTF-16BE",
          "UTF-16LE", "UTF-16LE",
          "UTF-32BE", "UTF-32BE",
          "UTF-32LE", "UTF-32LE");

  /**
   * Reads the options.
   *
   * @throws GoogleError 400 naming the option
   */
  static CsvOptions read(Body load) {
    var skipped = load.integer("skipLeadingRows");
    if (skipped != null && skipped < 0) {
      throw load.invalid("skipLeadingRows");
    }
    var match =
        load.word(
            "sourceColumnMatch",
            load.flag("autodetect", false) ? "NAME" : "POSITION",
            Set.of("SOURCE_COLUMN_MATCH_UNSPECIFIED", "POSITION", "NAME"));
    var encoding = load.word("encoding", "UTF-8", ENCODINGS.keySet());
    var quote = quote(load);
    char delimiter = delimiter(load);
    if (quote != null && quote == delimiter) {
      throw GoogleError.invalid("fieldDelimiter and quote must not be the same character");
    }
    return new CsvOptions(
        skipped,
        delimiter,
        quote,
        load.flag("allowQuotedNewlines", false),
        load.flag("allowJaggedRows", false),
        nullMarkers(load),
        Charset.forName(ENCODINGS.get(encoding)),
        load.flag("preserveAsciiControlCharacters", false),
        match.equals("NAME"));
  }

  /** Fails with 400 when another format comes with an option of CSV. */
  static void refuse(Body load, String format) {
    for (var key : KEYS) {
      if (load.isSet(key)) {
        throw GoogleError.invalid(
            "Option %s is only for source format CSV and not for %s".formatted(key, format));
      }
    }
  }

  private static char delimiter(Body load) {
    var text = load.text("fieldDelimiter");
    if (text == null || text.isEmpty()) {
      return ',';
    }
    var one = text.equals("\\t") || text.equals("tab") ? "\t" : text;
    if (one.length() != 1 || one.equals("\n") || one.equals("\r")) {
      throw load.invalid("fieldDelimiter");
    }
    return one.charAt(0);
  }

  private static Character quote(Body load) {
    var text = load.text("quote");
    if (text == null) {
      return '"';
    }
    if (text.length() > 1 || text.equals("\n") || text.equals("\r")) {
      throw load.invalid("quote");
    }
    return text.isEmpty() ? null : Character.valueOf(text.charAt(0));
  }

  private static Set<String> nullMarkers(Body load) {
    var one = load.text("nullMarker");
    var several = load.texts("nullMarkers");
    if (one != null && !several.isEmpty()) {
      throw GoogleError.invalid("nullMarker and nullMarkers exclude each other");
    }
    if (!several.isEmpty()) {
      return Set.copyOf(new HashSet<>(several));
    }
    return Set.of(one == null ? "" : one);
  }
}
