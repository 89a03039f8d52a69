package io.bridge.cloud.bigquery.corpus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;

/** Numbers of every type, those at the edges more often. */
record RandomNumbers(Random random) {
  private static final List<String> FLOATS =
      List.of("0.0", "-0.5", "NaN", "Infinity", "-Infinity", "4.9E-324", "1.7976931348623157E308");

  long integer() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(-3, 4);
      case 1 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
      case 2 -> random.nextInt();
      default -> random.nextLong();
    };
  }

  String real() {
    return switch (random.nextInt(3)) {
      case 0 -> FLOATS.get(random.nextInt(FLOATS.size()));
      case 1 -> Double.toString(random.nextInt(-1000, 1000) / 8.0);
      default -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30)));
    };
  }

  String numeric() {
    int digits = random.nextInt(1, 127);
    BigInteger unscaled = new BigInteger(Math.min(digits, 126), random);
    BigInteger limit = BigInteger.TEN.pow(38);
    BigDecimal value = new BigDecimal(unscaled.mod(limit), random.nextInt(10));
    BigDecimal fits = value.precision() - value.scale() > 29 ? value.movePointLeft(9) : value;
    return (random.nextBoolean() ? fits : fits.negate())
        .setScale(9, RoundingMode.DOWN)
        .toPlainString();
  }

  /** A number of 256 bits with 38 digits after the point. */
  String bigNumeric() {
    BigInteger limit = BigInteger.TWO.pow(255);
    BigInteger unscaled =
        switch (random.nextInt(4)) {
          case 0 -> random.nextBoolean() ? limit.subtract(BigInteger.ONE) : limit.negate();
          case 1 -> BigInteger.TEN.pow(random.nextInt(77)).multiply(BigInteger.valueOf(5));
          default -> new BigInteger(random.nextInt(1, 256), random);
        };
    boolean negative = unscaled.signum() > 0 && random.nextBoolean();
    return new BigDecimal(negative ? unscaled.negate() : unscaled, 38).toPlainString();
  }
}
