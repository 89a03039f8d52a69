package io.bridge.cloud.bigquery.value;

import io.bridge.cloud.bigquery.sql.Field;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What a NUMERIC or BIGNUMERIC field can hold.
 *
 * @param scale digits after the point
 * @param least unscaled
 * @param largest unscaled
 */
record NumericLimits(int scale, BigInteger least, BigInteger largest) {

  static NumericLimits of(Field field) {
    boolean numeric = field.type().equals("NUMERIC");
    if (field.precision() != null) {
      var bound = BigInteger.TEN.pow(field.precision()).subtract(BigInteger.ONE);
      return new NumericLimits(field.scale() == null ? 0 : field.scale(), bound.negate(), bound);
    }
    if (numeric) {
      var bound = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
      return new NumericLimits(9, bound.negate(), bound);
    }
    // BIGNUMERIC is a signed number of 256 bits with 38 digits after the point.
    var top = BigInteger.TWO.pow(255);
    return new NumericLimits(38, top.negate(), top.subtract(BigInteger.ONE));
  }

  boolean contain(BigDecimal value) {
    var unscaled = value.unscaledValue();
    return unscaled.compareTo(least) >= 0 && unscaled.compareTo(largest) <= 0;
  }
}
