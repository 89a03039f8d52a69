package io.bridge.cloud.bigquery.corpus;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Scalar;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Values of every type as {@link Cells} reads them, those at the edges and NULL more often. */
final class RandomRows {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "NULL",
          "it's",
          "\"q\"",
          "a\\b",
          "line\nnext\ttab",
          "é€😀",
          "\u0001",
          "%_|,",
          "a\r\nb\rc",
          "<p>&amp;</p>",
          "\"",
          "0",
          "\ufeffmark");
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

  private final Random random;
  private final RandomNumbers numbers;

  RandomRows(long seed) {
    random = new Random(seed);
    numbers = new RandomNumbers(random);
  }

  /** The first column counts from 1. */
  List<List<Object>> of(SqlType.Struct columns, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(id -> row(columns, id)).toList();
  }

  private List<Object> row(SqlType.Struct columns, int id) {
    List<Object> row = new ArrayList<>(List.of(Integer.toString(id)));
    columns.members().stream().skip(1).forEach(c -> row.add(value(c.type(), 0.1)));
    return row;
  }

  private Object value(SqlType type, double nulls) {
    if (random.nextDouble() < nulls) {
      return type instanceof SqlType.Array ? List.of() : null;
    }
    return switch (type) {
      case SqlType.Array array ->
          IntStream.range(0, random.nextInt(4)).mapToObj(_ -> value(array.element(), 0)).toList();
      case SqlType.Struct struct -> members(struct);
      case Scalar scalar -> scalar(scalar);
      case SqlType.Other other -> throw new IllegalArgumentException(other.toString());
    };
  }

  private List<Object> members(SqlType.Struct struct) {
    List<Object> members = new ArrayList<>();
    struct.members().forEach(member -> members.add(value(member.type(), 0.2)));
    return members;
  }

  private String scalar(Scalar type) {
    return switch (type) {
      case INT64 -> Long.toString(numbers.integer());
      case FLOAT64 -> numbers.real();
      case NUMERIC -> numbers.numeric();
      case BOOL -> Boolean.toString(random.nextBoolean());
      case STRING -> text();
      case BYTES -> bytes();
      case DATE -> date().toString();
      case TIME -> time().format(TIME);
      case DATETIME -> date() + " " + time().format(TIME);
      case TIMESTAMP -> date() + " " + time().format(TIME) + "Z";
      case JSON -> json();
      case BIGNUMERIC -> numbers.bigNumeric();
      case INTERVAL -> interval();
      case GEOGRAPHY -> throw new IllegalArgumentException(type.toString());
    };
  }

  private String interval() {
    long months = part(120_000);
    long micros = part(87_840_000L * 3600 * 1_000_000);
    long seconds = Math.abs(micros) / 1_000_000;
    return "%s%d-%d %d %s%d:%d:%d.%06d"
        .formatted(
            months < 0 ? "-" : "",
            Math.abs(months) / 12,
            Math.abs(months) % 12,
            part(3_660_000),
            micros < 0 ? "-" : "",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            Math.abs(micros) % 1_000_000);
  }

  /** A part of an interval, up to its limit on both sides. */
  private long part(long limit) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextBoolean() ? limit : -limit;
      case 2 -> random.nextInt(-100, 101);
      default -> random.nextLong(-limit, limit + 1);
    };
  }

  private String text() {
    if (random.nextInt(3) == 0) {
      return TEXTS.get(random.nextInt(TEXTS.size()));
    }
    return random
        .ints(random.nextInt(12), 32, 0x2fff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private String bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private LocalDate date() {
    return switch (random.nextInt(6)) {
      case 0 -> LocalDate.ofEpochDay(random.nextInt(-2, 3));
      case 1 -> LocalDate.of(random.nextInt(1, 2500) * 4, 2, 28).plusDays(random.nextInt(2));
      case 2 -> LocalDate.ofEpochDay(FIRST_DAY + random.nextInt(40));
      case 3 -> LocalDate.ofEpochDay(LAST_DAY - random.nextInt(40));
      default -> LocalDate.ofEpochDay(random.nextLong(FIRST_DAY, LAST_DAY + 1));
    };
  }

  private LocalTime time() {
    long micros =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> DAY_MICROS - 1;
          default -> random.nextLong(DAY_MICROS);
        };
    return LocalDateTime.ofEpochSecond(
            micros / 1_000_000, (int) (micros % 1_000_000) * 1000, ZoneOffset.UTC)
        .toLocalTime();
  }

  private String json() {
    return switch (random.nextInt(4)) {
      case 0 -> "{\"a\":" + random.nextInt() + ",\"b\":[true,null,\"x\"]}";
      case 1 -> "[1.5,{}]";
      case 2 -> "{\"<k>\":\"&amp; \\\"q\\\" \\n é😀\"}";
      default -> Integer.toString(random.nextInt());
    };
  }
}
