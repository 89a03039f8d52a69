package io.bridge.cloud.bigquery.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of JSON objects, by their values. */
final class JsonShape {
  private final Map<String, Member> members = new LinkedHashMap<>();

  /** What was seen of one key. */
  private static final class Member {
    private final TypeGuess scalar = new TypeGuess();
    private JsonShape record;
    private boolean scalars;
    private boolean arrays;
    private boolean singles;
  }

  /** Takes note of an object. */
  void add(JsonNode object) {
    for (var entry : object.properties()) {
      var member = members.computeIfAbsent(entry.getKey(), _ -> new Member());
      var value = entry.getValue();
      if (value.isArray()) {
        member.arrays = true;
        value.forEach(item -> add(member, item));
      } else if (!value.isNull()) {
        member.singles = true;
        add(member, value);
      }
    }
  }

  /**
   * The fields, in the order in which they came.
   *
   * @throws GoogleError 400 for a key with values of different kinds
   */
  List<Field> fields(ColumnNames naming) {
    var names = naming.map(List.copyOf(members.keySet()));
    var fields = new ArrayList<Field>();
    for (var entry : members.entrySet()) {
      fields.add(field(names.get(fields.size()), entry.getValue(), naming));
    }
    return fields;
  }

  private static void add(Member member, JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> {
        member.record = member.record == null ? new JsonShape() : member.record;
        member.record.add(value);
      }
      case NULL -> {}
      case BOOLEAN -> scalar(member, "BOOL");
      case NUMBER ->
          scalar(
              member, value.isIntegralNumber() && value.canConvertToLong() ? "INT64" : "FLOAT64");
      case STRING -> {
        member.scalars = true;
        member.scalar.quoted(value.textValue());
      }
      default ->
          throw GoogleError.invalid(
              "Error while reading data, error message: an array of arrays has no BigQuery type");
    }
  }

  private static void scalar(Member member, String type) {
    member.scalars = true;
    member.scalar.add(type);
  }

  private static Field field(String name, Member member, ColumnNames naming) {
    if ((member.arrays && member.singles) || (member.record != null && member.scalars)) {
      throw GoogleError.invalid(
          "Error while reading data, error message: field '%s' has values of different kinds"
              .formatted(Texts.cut(name)));
    }
    var field =
        member.record == null
            ? Field.of(name, member.scalar.type())
            : Field.struct(name, member.record.fields(naming));
    return member.arrays ? field.repeated() : field;
  }
}
