package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.AnyResolvedArgumentProto;
import com.google.zetasql.FileDescriptorSetsBuilder;
import com.google.zetasql.ZetaSQLTypeParameters.TypeParametersProto;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnAnnotations;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnDefinition;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOption;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Columns as a statement defines them: types with their parameters, NOT NULL and defaults. */
final class ColumnReader {
  private static final ResolvedColumnAnnotations NONE =
      ResolvedColumnAnnotations.builder()
          .setNotNull(false)
          .setOptionList(List.of())
          .setChildList(List.of())
          .build();

  private final Expressions expressions;

  ColumnReader(Expressions expressions) {
    this.expressions = expressions;
  }

  Effect.Column read(ResolvedColumnDefinition definition) {
    if (definition.getGeneratedColumnInfo() != null) {
      throw SqlException.unsupported("A generated column");
    }
    ResolvedColumnAnnotations annotations =
        definition.getAnnotations() == null ? NONE : definition.getAnnotations();
    SqlType type = ResolvedTree.type(definition.getType());
    Field field = field(definition.getName(), type, annotations, parameters(annotations));
    var value = definition.getDefaultValue();
    return new Effect.Column(
        field, value == null ? null : value.getSql(), description(annotations.getOptionList()));
  }

  /** A type by itself, as ALTER COLUMN SET DATA TYPE has it. */
  static Field type(SqlType type, ResolvedColumnAnnotations annotations) {
    ResolvedColumnAnnotations known = annotations == null ? NONE : annotations;
    return field("type", type, known, parameters(known));
  }

  private static Field field(
      String name,
      SqlType type,
      ResolvedColumnAnnotations annotations,
      TypeParametersProto parameters) {
    if (annotations.getCollationName() != null) {
      throw SqlException.unsupported("COLLATE");
    }
    if (type instanceof Array(var element)) {
      if (annotations.getNotNull()) {
        throw SqlException.invalid("NOT NULL constraint cannot be applied to ARRAY field " + name);
      }
      return field(name, element, child(annotations, 0), child(parameters, 0)).repeated();
    }
    List<Field> members =
        type instanceof Struct s ? members(s, annotations, parameters) : List.of();
    Field plain = Fields.field(name, type);
    return new Field(
        name,
        plain.type(),
        annotations.getNotNull() ? "REQUIRED" : "NULLABLE",
        precision(parameters),
        scale(parameters),
        members,
        null);
  }

  private static List<Field> members(
      Struct struct, ResolvedColumnAnnotations annotations, TypeParametersProto parameters) {
    List<Field> members = new ArrayList<>();
    for (SqlType.Column member : struct.members()) {
      int i = members.size();
      ResolvedColumnAnnotations own = child(annotations, i);
      if (!own.getOptionList().isEmpty()) {
        throw SqlException.unsupported("OPTIONS of a nested field");
      }
      members.add(field(member.name(), member.type(), own, child(parameters, i)));
    }
    return members;
  }

  private static ResolvedColumnAnnotations child(ResolvedColumnAnnotations annotations, int i) {
    return annotations.getChildList().size() > i ? annotations.getChildList().get(i) : NONE;
  }

  private static TypeParametersProto child(TypeParametersProto parameters, int i) {
    return parameters.getChildListCount() > i
        ? parameters.getChildList(i)
        : TypeParametersProto.getDefaultInstance();
  }

  /**
   * ZetaSQL gives them by a class that is not public, so they are read from the serialized node.
   */
  private static TypeParametersProto parameters(ResolvedColumnAnnotations annotations) {
    if (annotations == NONE) {
      return TypeParametersProto.getDefaultInstance();
    }
    var proto = (AnyResolvedArgumentProto) annotations.serialize(new FileDescriptorSetsBuilder());
    return proto.getResolvedColumnAnnotationsNode().getTypeParameters();
  }

  private static Integer precision(TypeParametersProto parameters) {
    if (parameters.hasNumericTypeParameters()) {
      if (parameters.getNumericTypeParameters().getIsMaxPrecision()) {
        throw SqlException.unsupported("BIGNUMERIC(MAX)");
      }
      return Math.toIntExact(parameters.getNumericTypeParameters().getPrecision());
    }
    return parameters.hasStringTypeParameters()
            && !parameters.getStringTypeParameters().getIsMaxLength()
        ? Integer.valueOf(Math.toIntExact(parameters.getStringTypeParameters().getMaxLength()))
        : null;
  }

  private static Integer scale(TypeParametersProto parameters) {
    return parameters.hasNumericTypeParameters()
        ? Integer.valueOf(Math.toIntExact(parameters.getNumericTypeParameters().getScale()))
        : null;
  }

  String description(List<ResolvedOption> options) {
    String description = null;
    for (Effect.Option option : options(options)) {
      if (!option.name().equals("description")) {
        throw SqlException.unsupported("The column option " + option.name());
      }
      description = option.sql();
    }
    return description;
  }

  List<Effect.Option> options(List<ResolvedOption> options) {
    return options.stream().map(this::option).toList();
  }

  private Effect.Option option(ResolvedOption option) {
    String value = expressions.write(option.getValue());
    SqlType type = ResolvedTree.type(option.getValue().getType());
    boolean time = type == SqlType.Scalar.TIMESTAMP;
    return new Effect.Option(
        option.getName().toLowerCase(Locale.ROOT), time ? Sql.call("epoch_ms", value) : value);
  }
}
