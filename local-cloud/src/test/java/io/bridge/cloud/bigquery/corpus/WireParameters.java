package io.bridge.cloud.bigquery.corpus;

import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.cloud.bigquery.corpus.CorpusCase.Parameter;
import io.bridge.sql.SqlType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters as Google's client takes them. */
final class WireParameters {
  private WireParameters() {}

  static void add(QueryJobConfiguration.Builder query, Parameter parameter) {
    QueryParameterValue value = value(parameter.type(), parameter.raw());
    if (parameter.name().isEmpty()) {
      query.addPositionalParameter(value);
    } else {
      query.addNamedParameter(parameter.name(), value);
    }
  }

  private static QueryParameterValue value(SqlType type, Object raw) {
    return switch (type) {
      case SqlType.Array array -> array(array, (List<?>) raw);
      case SqlType.Struct struct -> struct(struct, (List<?>) raw);
      default ->
          QueryParameterValue.newBuilder().setType(name(type)).setValue(text(type, raw)).build();
    };
  }

  private static QueryParameterValue array(SqlType.Array array, List<?> raw) {
    var value =
        QueryParameterValue.newBuilder()
            .setType(StandardSQLTypeName.ARRAY)
            .setArrayType(name(array.element()))
            .setArrayValues(raw.stream().map(one -> value(array.element(), one)).toList());
    if (array.element() instanceof SqlType.Struct struct) {
      value.setStructTypes(struct(struct, null).getStructTypes());
    }
    return value.build();
  }

  private static QueryParameterValue struct(SqlType.Struct struct, List<?> raw) {
    Map<String, QueryParameterValue> members = new LinkedHashMap<>();
    for (SqlType.Column member : struct.members()) {
      Object one = raw == null ? null : raw.get(members.size());
      members.put(member.name(), value(member.type(), one));
    }
    return QueryParameterValue.struct(members);
  }

  private static StandardSQLTypeName name(SqlType type) {
    return type instanceof SqlType.Struct
        ? StandardSQLTypeName.STRUCT
        : StandardSQLTypeName.valueOf(type.toString());
  }

  private static String text(SqlType type, Object raw) {
    return raw != null && type == SqlType.Scalar.BYTES
        ? EngineAnswers.base64((String) raw)
        : (String) raw;
  }
}
