package io.bridge.cloud.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values of each type as literals of GoogleSQL: those at the edges, and random ones. */
final class EdgeValues {
  private static final int RANDOM = 8;
  private static final String ALPHABET = "aabbc,.%_ 10-é日";

  private EdgeValues() {}

  /**
   * @param kind a type, or one of SMALL, YEAR, MODERN and JSONTEXT: a narrower range of one
   */
  static List<String> of(String kind) {
    Random random = new Random(kind.hashCode());
    List<String> values = new ArrayList<>(List.of("CAST(NULL AS " + type(kind) + ")"));
    values.addAll(edges(kind));
    for (int i = 0; i < RANDOM; i++) {
      values.addAll(random(kind, random));
    }
    return values;
  }

  static String type(String kind) {
    return switch (kind) {
      case "SMALL", "YEAR" -> "INT64";
      case "MODERN" -> "DATE";
      case "JSONTEXT" -> "STRING";
      default -> kind;
    };
  }

  private static List<String> edges(String kind) {
    return switch (kind) {
      case "INT64" ->
          List.of("0", "1", "-1", "2", "7", "-7", "63", "64", "9007199254740993", "4294967296")
              .stream()
              .collect(Collectors.collectingAndThen(Collectors.toList(), EdgeValues::withLimits));
      case "SMALL" -> List.of("0", "1", "-1", "2", "3", "5", "-2", "13", "59", "60", "233");
      case "YEAR" -> List.of("0", "1", "1970", "2024", "9999", "10000", "-5");
      case "FLOAT64" ->
          Stream.of(
                  "0",
                  "-0.0",
                  "1",
                  "-1",
                  "0.5",
                  "-0.5",
                  "1.5",
                  "2.5",
                  "-2.5",
                  "1e308",
                  "-1e308",
                  "5e-324",
                  "nan",
                  "inf",
                  "-inf",
                  "1e15",
                  "1e16",
                  "123456.789",
                  "0.1",
                  "1e-7",
                  "9.223372036854775e18",
                  "1e19",
                  "100",
                  "10",
                  "2.675",
                  "0.285",
                  "1e29",
                  "1e28")
              .map(text -> "CAST('" + text + "' AS FLOAT64)")
              .toList();
      case "NUMERIC" ->
          Stream.of(
                  "0",
                  "1",
                  "-1",
                  "0.5",
                  "-0.5",
                  "2.5",
                  "-2.5",
                  "0.000000001",
                  "-0.000000001",
                  "99999999999999999999999999999.999999999",
                  "-99999999999999999999999999999.999999999",
                  "100000000000000000000",
                  "99999999999.123456789",
                  "123456789.123456789",
                  "3",
                  "9223372036854775807.5")
              .map(text -> "NUMERIC '" + text + "'")
              .toList();
      case "BIGNUMERIC" ->
          Stream.of("0", "1", "-1", "1e-38", "-1e-38", "1e38", "-1e38", "0.5", "-0.5", "1.50")
              .map(text -> "BIGNUMERIC '" + text + "'")
              .toList();
      case "BOOL" -> List.of("TRUE", "FALSE");
      case "STRING" ->
          Stream.of(
                  "",
                  "a",
                  "abc",
                  "ab",
                  "aé",
                  "ß",
                  "İ",
                  "ŉ",
                  "日本語",
                  "😀x",
                  "e\u0301",
                  " a ",
                  "\\t a\\n",
                  "a,b,,c",
                  "%",
                  "a\\\\_b",
                  "\\\\",
                  "12",
                  " 12 ",
                  "-1.5",
                  "+7",
                  "1e3",
                  "TRUE",
                  "true",
                  "t",
                  "0x1F",
                  "nan",
                  "inf",
                  "99999999999999999999",
                  "YWI=",
                  "6162",
                  "2024-02-29",
                  "2024-2-9",
                  "2023-02-29",
                  "2024-02-29 10:20:30",
                  "2024-02-29T10:20:30.5Z",
                  "2024-02-29 10:20:30.123456+02",
                  "10:20:30",
                  "24:00:00",
                  "2024-02-29 10:20:30 Asia/Tokyo",
                  "29/02/2024",
                  "0001-01-01",
                  "9999-12-31",
                  "10000-01-01",
                  "\\u00a0x\\u3000",
                  "a\\000b")
              .map(text -> "'" + text + "'")
              .toList();
      case "BYTES" -> List.of("b''", "b'a'", "b'abc'", "b'\\xff'", "b'\\x00a'", "b'\\xc3\\xa9'");
      case "DATE" ->
          quoted(
              "DATE",
              "0001-01-01",
              "9999-12-31",
              "1969-12-31",
              "1970-01-01",
              "2000-02-29",
              "2024-12-29",
              "2024-12-30",
              "2021-01-03",
              "2024-01-31",
              "2020-12-31",
              "1900-03-01");
      case "MODERN" -> quoted("DATE", "2024-01-31", "2023-12-31", "2024-02-29", "2021-01-01");
      case "DATETIME" ->
          quoted(
              "DATETIME",
              "0001-01-01 00:00:00",
              "9999-12-31 23:59:59.999999",
              "1969-12-31 23:59:59.999999",
              "1970-01-01 00:00:00",
              "2024-02-29 10:20:30.5",
              "2024-12-29 12:00:00",
              "2021-01-03 00:00:00.000001");
      case "TIMESTAMP" ->
          quoted(
              "TIMESTAMP",
              "0001-01-01 00:00:00+00",
              "9999-12-31 23:59:59.999999+00",
              "1969-12-31 23:59:59.999999+00",
              "1970-01-01 00:00:00+00",
              "2024-02-29 10:20:30.5+00",
              "2024-03-10 07:30:00+00",
              "2024-11-03 05:30:00+00",
              "2021-01-03 00:00:00.000001+00");
      case "TIME" -> quoted("TIME", "00:00:00", "23:59:59.999999", "12:00:00", "10:20:30.5");
      case "INTERVAL" ->
          List.of(
              "INTERVAL 0 DAY",
              "INTERVAL 1 DAY",
              "INTERVAL 24 HOUR",
              "INTERVAL 1 MONTH",
              "INTERVAL 30 DAY",
              "INTERVAL -1 MONTH",
              "INTERVAL -25 HOUR",
              "INTERVAL 10000 YEAR",
              "INTERVAL '1-2 3 4:5:6.789' YEAR TO SECOND");
      case "JSON" -> jsonTexts().stream().map(text -> "JSON " + text).toList();
      case "JSONTEXT" ->
          Stream.concat(jsonTexts().stream(), Stream.of("'{'", "''", "'nope'")).toList();
      case "ARRAY<INT64>" -> List.of("CAST([] AS ARRAY<INT64>)", "[1]", "[1, NULL, 3]", "[0, 5]");
      case "ARRAY<FLOAT64>" -> List.of("[1.5, CAST('nan' AS FLOAT64)]", "[0.5, NULL]");
      case "ARRAY<STRING>" -> List.of("CAST([] AS ARRAY<STRING>)", "['a', NULL, 'é']", "['']");
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static List<String> withLimits(List<String> values) {
    List<String> all = new ArrayList<>(values);
    all.addAll(List.of("9223372036854775807", "-9223372036854775808", "1000000007", "-86400"));
    return all;
  }

  private static List<String> jsonTexts() {
    return List.of(
        "'{\"a\": {\"b\": \"x\"}}'",
        "'{\"a\": [1, 2.50, null]}'",
        "'[\"é\", {\"a\": true}]'",
        "'{\"a\": null}'",
        "'{\"a\": 1e3}'",
        "'\"text\"'",
        "'12'",
        "'1.0'",
        "'true'",
        "'null'",
        "'{ }'");
  }

  private static List<String> quoted(String type, String... values) {
    return Stream.of(values).map(value -> type + " '" + value + "'").toList();
  }

  private static List<String> random(String kind, Random random) {
    return switch (kind) {
      case "INT64" -> List.of(Long.toString(random.nextLong() >> random.nextInt(60)));
      case "FLOAT64" ->
          List.of("CAST('" + random.nextGaussian() * Math.pow(10, random.nextInt(12) - 4)).stream()
              .map(text -> text + "' AS FLOAT64)")
              .toList();
      case "NUMERIC" ->
          List.of(
              "NUMERIC '"
                  + java.math.BigDecimal.valueOf(
                          random.nextLong() >> random.nextInt(60), random.nextInt(10))
                      .toPlainString()
                  + "'");
      case "STRING" -> List.of("'" + text(random) + "'");
      case "DATE" -> List.of("DATE_FROM_UNIX_DATE(" + (random.nextInt(60_000) - 20_000) + ")");
      case "TIMESTAMP" ->
          List.of("TIMESTAMP_MICROS(" + (random.nextLong() % 4_000_000_000_000_000L) + ")");
      case "DATETIME" ->
          List.of(
              "DATETIME(TIMESTAMP_MICROS(" + (random.nextLong() % 4_000_000_000_000_000L) + "))");
      default -> List.of();
    };
  }

  private static String text(Random random) {
    int[] symbols = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      text.appendCodePoint(symbols[random.nextInt(symbols.length)]);
    }
    return text.toString();
  }
}
