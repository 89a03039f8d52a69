package io.bridge.cloud.bigquery.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import com.google.zetasql.IntervalValue;
import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import com.google.zetasql.Value;
import io.bridge.cloud.http.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * ZetaSQL's values as text and back, in the forms that {@code TextForm} of the generator reads and
 * writes in DuckDB's SQL: bytes in hexadecimal digits, a DATE in days and the other times in
 * microseconds, an INTERVAL as three numbers, a BIGNUMERIC as {@link BigNumericBytes}, arrays and
 * structs as JSON lists of such texts.
 */
final class ValueText {
  private static final HexFormat HEX = HexFormat.of();
  private static final long MICROS_PER_SECOND = 1_000_000;

  private ValueText() {}

  static Value read(String text, Type type) {
    if (text == null) {
      return Value.createNullValue(type);
    }
    return switch (type.getKind()) {
      case TYPE_INT64 -> Value.createInt64Value(Long.parseLong(text));
      case TYPE_DOUBLE -> Value.createDoubleValue(number(text));
      case TYPE_NUMERIC -> Value.createNumericValue(new BigDecimal(text));
      case TYPE_BIGNUMERIC -> Value.createBigNumericValue(BigNumericBytes.parse(text));
      case TYPE_BOOL -> Value.createBoolValue(Boolean.parseBoolean(text));
      case TYPE_STRING -> Value.createStringValue(text);
      case TYPE_BYTES -> Value.createBytesValue(ByteString.copyFrom(HEX.parseHex(text)));
      case TYPE_DATE -> Value.createDateValue(Integer.parseInt(text));
      case TYPE_DATETIME -> Value.createDatetimeValue(datetime(Long.parseLong(text)));
      case TYPE_TIME -> Value.createTimeValue(LocalTime.ofNanoOfDay(Long.parseLong(text) * 1000));
      case TYPE_TIMESTAMP -> Value.createTimestampValueFromUnixMicros(Long.parseLong(text));
      case TYPE_INTERVAL -> Value.createIntervalValue(interval(text));
      case TYPE_JSON -> Value.createJsonValue(text);
      case TYPE_ARRAY -> array(text, type);
      case TYPE_STRUCT -> struct(text, type.asStruct());
      default -> throw new IllegalArgumentException("Type " + type);
    };
  }

  static String write(Value value) {
    if (value.isNull()) {
      return null;
    }
    return switch (value.getType().getKind()) {
      case TYPE_INT64 -> Long.toString(value.getInt64Value());
      case TYPE_DOUBLE -> Double.toString(value.getDoubleValue()).replace("Infinity", "inf");
      case TYPE_NUMERIC -> value.getNumericValue().toPlainString();
      case TYPE_BIGNUMERIC -> BigNumericBytes.hex(value.getBigNumericValue());
      case TYPE_BOOL -> Boolean.toString(value.getBoolValue());
      case TYPE_STRING -> value.getStringValue();
      case TYPE_BYTES -> HEX.formatHex(value.getBytesValue().toByteArray());
      case TYPE_DATE -> Integer.toString(value.getDateValue());
      case TYPE_DATETIME -> Long.toString(micros(value.getLocalDateTimeValue()));
      case TYPE_TIME -> Long.toString(value.getLocalTimeValue().toNanoOfDay() / 1000);
      case TYPE_TIMESTAMP -> Long.toString(value.getTimestampUnixMicros());
      case TYPE_INTERVAL -> interval(value.getIntervalValue());
      case TYPE_JSON -> value.getJsonValue();
      case TYPE_ARRAY -> list(value.getElementList());
      case TYPE_STRUCT -> list(value.getFieldList());
      default -> throw new IllegalArgumentException("Type " + value.getType());
    };
  }

  private static double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "-nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }

  private static LocalDateTime datetime(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.toIntExact(Math.floorMod(micros, MICROS_PER_SECOND)) * 1000,
        ZoneOffset.UTC);
  }

  private static long micros(LocalDateTime value) {
    return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), value);
  }

  private static IntervalValue interval(String text) {
    var parts = text.split(" ");
    return IntervalValue.builder()
        .setMonths(Integer.parseInt(parts[0]))
        .setDays(Integer.parseInt(parts[1]))
        .setMicros(Long.parseLong(parts[2]))
        .setNanoFractions((short) 0)
        .build();
  }

  private static String interval(IntervalValue value) {
    return value.months() + " " + value.days() + " " + value.micros();
  }

  private static Value array(String text, Type type) {
    var element = type.asArray().getElementType();
    var values = new ArrayList<Value>();
    items(text).forEach(item -> values.add(read(textOf(item), element)));
    return Value.createArrayValue(type.asArray(), values);
  }

  private static Value struct(String text, StructType type) {
    var items = items(text);
    var values = new ArrayList<Value>();
    for (int i = 0; i < type.getFieldCount(); i++) {
      values.add(read(textOf(items.get(i)), type.getField(i).getType()));
    }
    return Value.createStructValue(type, values);
  }

  private static JsonNode items(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String textOf(JsonNode item) {
    return item.isNull() ? null : item.asText();
  }

  private static String list(List<Value> values) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> items.add(write(value)));
    return new String(Json.encode(items), StandardCharsets.UTF_8);
  }
}
