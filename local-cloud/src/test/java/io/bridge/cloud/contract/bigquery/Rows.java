package io.bridge.cloud.contract.bigquery;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.TableResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows as lists of texts, whatever the client makes of their values. */
final class Rows {
  private Rows() {}

  /** All of them, however many pages that takes. */
  static Map<String, Object> all(TableResult result) {
    return Map.of("rows", rows(result, result.iterateAll()));
  }

  /** One page, the token of the next one or null, and how many rows there are in all. */
  static Map<String, Object> page(TableResult result) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("rows", rows(result, result.getValues()));
    answer.put("token", result.getNextPageToken());
    answer.put("total", String.valueOf(result.getTotalRows()));
    return answer;
  }

  private static List<Object> rows(TableResult result, Iterable<FieldValueList> values) {
    List<Object> rows = new ArrayList<>();
    for (FieldValueList row : values) {
      rows.add(row(row, result.getSchema().getFields()));
    }
    return rows;
  }

  private static List<Object> row(FieldValueList row, FieldList fields) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      values.add(value(row.get(i), fields.get(i)));
    }
    return values;
  }

  /** One form for 1E3 and 1000.0; NaN and the infinities have words. */
  private static String number(String text) {
    return Character.isLetter(text.charAt(text.length() - 1))
        ? text
        : new BigDecimal(text).stripTrailingZeros().toPlainString();
  }

  private static Object value(FieldValue value, Field field) {
    if (value.isNull()) {
      return null;
    }
    if (value.getAttribute() == FieldValue.Attribute.REPEATED) {
      Field one = field.toBuilder().setMode(Field.Mode.NULLABLE).build();
      List<Object> all = new ArrayList<>();
      value.getRepeatedValue().forEach(each -> all.add(value(each, one)));
      return all;
    }
    return switch (field.getType().getStandardType()) {
      case STRUCT -> row(value.getRecordValue(), field.getSubFields());
      case TIMESTAMP -> String.valueOf(value.getTimestampValue());
      case FLOAT64 -> number(value.getStringValue());
      default -> value.getStringValue();
    };
  }
}
