package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.AnyResolvedExprProto;
import com.google.zetasql.FileDescriptorSetsBuilder;
import com.google.zetasql.ZetaSQLTypeParameters.NumericTypeParametersProto;
import com.google.zetasql.ZetaSQLTypeParameters.StringTypeParametersProto;
import com.google.zetasql.ZetaSQLTypeParameters.TypeParametersProto;
import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCast;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.function.UnaryOperator;

/** The casts of a tree, with the parameters that their types may have. */
final class ResolvedCasts {
  private ResolvedCasts() {}

  /**
   * @param exact the same cast of another text by the reference implementation
   */
  static String write(
      ResolvedCast cast, String value, LetBindings bindings, UnaryOperator<String> exact) {
    if (cast.getFormat() != null || cast.getTimeZone() != null) {
      throw SqlException.unsupported("CAST with FORMAT or a time zone");
    }
    if (cast.getExtendedCast() != null) {
      throw SqlException.unsupported("CAST to " + ResolvedTree.type(cast.getType()));
    }
    boolean safe = cast.getReturnNullOnError();
    SqlType to = ResolvedTree.type(cast.getType());
    String plain =
        new Casts(bindings, safe, exact)
            .cast(value, ResolvedTree.type(cast.getExpr().getType()), to);
    TypeParametersProto parameters = parameters(cast);
    if (parameters.hasNumericTypeParameters() && to == Scalar.BIGNUMERIC) {
      throw SqlException.unsupported("CAST to a parameterized BIGNUMERIC");
    }
    if (parameters.hasNumericTypeParameters()) {
      return numeric(plain, parameters.getNumericTypeParameters(), to, safe);
    }
    if (parameters.hasStringTypeParameters()) {
      return bounded(plain, parameters.getStringTypeParameters(), to, safe, bindings);
    }
    if (parameters.getChildListCount() > 0) {
      throw SqlException.unsupported("CAST to a parameterized " + to);
    }
    return plain;
  }

  /**
   * ZetaSQL gives them by a class that is not public, so they are read from the serialized node;
   * its operand, which may be large, is replaced first.
   */
  private static TypeParametersProto parameters(ResolvedCast cast) {
    ResolvedCast alone =
        cast.toBuilder()
            .setExpr(
                ResolvedColumnRef.builder()
                    .setType(cast.getType())
                    .setColumn(new ResolvedColumn(1, "t", "c", cast.getType()))
                    .setIsCorrelated(false)
                    .build())
            .build();
    var proto = (AnyResolvedExprProto) alone.serialize(new FileDescriptorSetsBuilder());
    return proto.getResolvedCastNode().getTypeModifiers().getTypeParameters();
  }

  private static String numeric(
      String value, NumericTypeParametersProto parameters, SqlType to, boolean safe) {
    if (parameters.getIsMaxPrecision() || parameters.getPrecision() > 38) {
      throw SqlException.unsupported("CAST to " + to + " of more than 38 digits");
    }
    String narrow = "DECIMAL(" + parameters.getPrecision() + "," + parameters.getScale() + ")";
    return Sql.cast(
        (safe ? "TRY_CAST(" : "CAST(") + value + " AS " + narrow + ")", Fields.duck(to));
  }

  private static String bounded(
      String value,
      StringTypeParametersProto parameters,
      SqlType to,
      boolean safe,
      LetBindings bindings) {
    if (parameters.getIsMaxLength()) {
      return value;
    }
    String length = to == Scalar.BYTES ? "octet_length" : "length";
    String error = "%s(%d) has maximum length %2$d".formatted(to, parameters.getMaxLength());
    return bindings.let(
        List.of(value),
        names ->
            Sql.when(
                Sql.call(length, names.getFirst()) + " > " + parameters.getMaxLength(),
                safe ? "NULL" : Sql.call("error", Sql.string(error)),
                names.getFirst()));
  }
}
