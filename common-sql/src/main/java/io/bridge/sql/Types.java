package io.bridge.sql;

import com.google.zetasql.StructType.StructField;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLType.TypeKind;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Column;
import io.bridge.sql.SqlType.Other;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;

/** Our types as ZetaSQL's and back. */
final class Types {
  private Types() {}

  static Type toZeta(SqlType type) {
    return switch (type) {
      case Scalar scalar -> TypeFactory.createSimpleType(kind(scalar));
      case Array(var element) -> TypeFactory.createArrayType(toZeta(element));
      case Struct(var members) ->
          TypeFactory.createStructType(
              members.stream().map(m -> new StructField(m.name(), toZeta(m.type()))).toList());
      case Other(var name) ->
          throw new SqlProblem(SqlProblem.Kind.INVALID, "Type " + name + " is not known", 0, 0);
    };
  }

  static SqlType fromZeta(Type type) {
    return switch (type.getKind()) {
      case TYPE_ARRAY -> new Array(fromZeta(type.asArray().getElementType()));
      case TYPE_STRUCT ->
          new Struct(
              type.asStruct().getFieldList().stream()
                  .map(f -> new Column(f.getName(), fromZeta(f.getType())))
                  .toList());
      default -> scalar(type.getKind());
    };
  }

  private static SqlType scalar(TypeKind kind) {
    for (Scalar scalar : Scalar.values()) {
      if (kind(scalar) == kind) {
        return scalar;
      }
    }
    return new Other(kind.name().substring("TYPE_".length()));
  }

  private static TypeKind kind(Scalar scalar) {
    return switch (scalar) {
      case INT64 -> TypeKind.TYPE_INT64;
      case FLOAT64 -> TypeKind.TYPE_DOUBLE;
      case NUMERIC -> TypeKind.TYPE_NUMERIC;
      case BIGNUMERIC -> TypeKind.TYPE_BIGNUMERIC;
      case BOOL -> TypeKind.TYPE_BOOL;
      case STRING -> TypeKind.TYPE_STRING;
      case BYTES -> TypeKind.TYPE_BYTES;
      case DATE -> TypeKind.TYPE_DATE;
      case DATETIME -> TypeKind.TYPE_DATETIME;
      case TIME -> TypeKind.TYPE_TIME;
      case TIMESTAMP -> TypeKind.TYPE_TIMESTAMP;
      case INTERVAL -> TypeKind.TYPE_INTERVAL;
      case JSON -> TypeKind.TYPE_JSON;
      case GEOGRAPHY -> TypeKind.TYPE_GEOGRAPHY;
    };
  }
}
