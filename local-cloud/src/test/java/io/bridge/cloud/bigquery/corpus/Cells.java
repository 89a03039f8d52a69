package io.bridge.cloud.bigquery.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.sql.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a line of values, separated by {@code " | "}. A scalar stands as it is; a string that is
 * empty, says NULL or holds a separator is in double quotes and escaped as in JSON. Arrays are
 * {@code [a, b]}, structs {@code {a, b}}. What comes out is null, a String or a List.
 */
final class Cells {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String text;
  private int at;

  private Cells(String text) {
    this.text = text;
  }

  static List<Object> read(List<SqlType> types, String line) {
    Cells cells = new Cells(line);
    List<Object> row = new ArrayList<>();
    for (SqlType type : types) {
      if (!row.isEmpty()) {
        cells.expect(" | ");
      }
      row.add(cells.value(type, List.of(" | ")));
    }
    cells.expect("");
    if (cells.at < line.length()) {
      throw new IllegalArgumentException("More than " + types + " in: " + line);
    }
    return row;
  }

  private Object value(SqlType type, List<String> ends) {
    return switch (type) {
      case SqlType.Array array when text.startsWith("[", at) -> {
        at++;
        List<Object> elements = new ArrayList<>();
        while (!text.startsWith("]", at)) {
          elements.add(member(array.element(), elements.isEmpty()));
        }
        at++;
        yield elements;
      }
      case SqlType.Struct struct when text.startsWith("{", at) -> {
        at++;
        List<Object> members = new ArrayList<>();
        struct.members().forEach(m -> members.add(member(m.type(), members.isEmpty())));
        expect("}");
        yield members;
      }
      default -> scalar(ends);
    };
  }

  private Object member(SqlType type, boolean first) {
    if (!first) {
      expect(", ");
    }
    return value(type, List.of(", ", "]", "}"));
  }

  private Object scalar(List<String> ends) {
    if (text.startsWith("\"", at)) {
      return quoted();
    }
    int end = ends.stream().mapToInt(e -> text.indexOf(e, at)).filter(i -> i >= 0).min().orElse(-1);
    String word = text.substring(at, end < 0 ? text.length() : end);
    at += word.length();
    return word.equals("NULL") ? null : word;
  }

  private String quoted() {
    int start = at++;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
    try {
      return JSON.readValue(text.substring(start, at), String.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private void expect(String separator) {
    if (!text.startsWith(separator, at)) {
      throw new IllegalArgumentException("No '" + separator + "' at " + at + " of: " + text);
    }
    at += separator.length();
  }
}
