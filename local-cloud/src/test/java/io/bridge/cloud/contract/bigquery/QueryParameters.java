package io.bridge.cloud.contract.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters of a query: an object has named ones, an array positional ones. Their types are those
 * of JSON's values where none is said; one in brackets is that of an array's elements.
 */
final class QueryParameters {
  private QueryParameters() {}

  static void add(QueryJobConfiguration.Builder query, JsonNode params, JsonNode types) {
    if (params.isArray()) {
      for (int i = 0; i < params.size(); i++) {
        query.addPositionalParameter(value(params.get(i), types.path(i)));
      }
    } else {
      params
          .properties()
          .forEach(
              it ->
                  query.addNamedParameter(
                      it.getKey(), value(it.getValue(), types.path(it.getKey()))));
    }
  }

  private static QueryParameterValue value(JsonNode value, JsonNode type) {
    if (value.isArray()) {
      return array(value, type.path(0));
    }
    if (value.isObject()) {
      Map<String, QueryParameterValue> members = new LinkedHashMap<>();
      value
          .properties()
          .forEach(it -> members.put(it.getKey(), value(it.getValue(), type.path(it.getKey()))));
      return QueryParameterValue.struct(members);
    }
    return QueryParameterValue.newBuilder()
        .setType(scalar(value, type))
        .setValue(value.isNull() ? null : value.asText())
        .build();
  }

  private static QueryParameterValue array(JsonNode values, JsonNode type) {
    List<QueryParameterValue> elements = new ArrayList<>();
    values.forEach(each -> elements.add(value(each, type)));
    StandardSQLTypeName of =
        elements.isEmpty()
            ? scalar(MissingNode.getInstance(), type)
            : elements.getFirst().getType();
    return QueryParameterValue.newBuilder()
        .setType(StandardSQLTypeName.ARRAY)
        .setArrayType(of)
        .setArrayValues(elements)
        .build();
  }

  private static StandardSQLTypeName scalar(JsonNode value, JsonNode type) {
    if (type.isTextual()) {
      return StandardSQLTypeName.valueOf(type.asText());
    }
    return switch (value.getNodeType()) {
      case BOOLEAN -> StandardSQLTypeName.BOOL;
      case NUMBER ->
          value.isIntegralNumber() ? StandardSQLTypeName.INT64 : StandardSQLTypeName.FLOAT64;
      case STRING -> StandardSQLTypeName.STRING;
      default -> throw new IllegalArgumentException("A parameter without a type: " + value);
    };
  }
}
