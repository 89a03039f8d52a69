package io.bridge.cloud.bigquery.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * BIGNUMERIC as 32 bytes whose order is that of the numbers: 10^38 times the value, as a two's
 * complement whose sign is flipped, so that DuckDB compares, groups, joins and sorts them natively.
 */
public final class BigNumericBytes {
  private static final int SCALE = 38;
  private static final int LENGTH = 32;
  private static final HexFormat HEX = HexFormat.of();

  private BigNumericBytes() {}

  /**
   * Rounds half away from zero to 38 digits after the point.
   *
   * @throws ArithmeticException for a value out of BIGNUMERIC's range
   */
  public static byte[] of(BigDecimal value) {
    BigInteger scaled = value.setScale(SCALE, RoundingMode.HALF_UP).unscaledValue();
    byte[] shortest = scaled.toByteArray();
    if (shortest.length > LENGTH) {
      throw new ArithmeticException("BIGNUMERIC out of range: " + value);
    }
    byte[] bytes = new byte[LENGTH];
    Arrays.fill(bytes, (byte) (scaled.signum() < 0 ? -1 : 0));
    System.arraycopy(shortest, 0, bytes, LENGTH - shortest.length, shortest.length);
    bytes[0] ^= (byte) 0x80;
    return bytes;
  }

  /** The value of such bytes, without zeros at its end. */
  public static BigDecimal value(byte[] bytes) {
    byte[] plain = bytes.clone();
    plain[0] ^= (byte) 0x80;
    BigDecimal value = new BigDecimal(new BigInteger(plain), SCALE);
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  /** The bytes in hexadecimal digits. */
  public static String hex(BigDecimal value) {
    return HEX.formatHex(of(value));
  }

  /** The value of hexadecimal digits, or of a decimal number, which is shorter. */
  public static BigDecimal parse(String text) {
    return text.length() == 2 * LENGTH ? value(HEX.parseHex(text)) : new BigDecimal(text);
  }
}
