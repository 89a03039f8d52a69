package io.bridge.cloud.bigquery.parquet;

import io.bridge.cloud.bigquery.reference.BigNumericBytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBWritableVector;

/** BIGNUMERIC from the bytes of Parquet's decimals, by a function of DuckDB, and back. */
public final class WideDecimals {
  private static final String NAME = "parquet_decimal";

  /** Before any arithmetic: of a file's bytes there may be millions. */
  private static final int MAX_BITS = 512;

  private static final HexFormat HEX = HexFormat.of();

  private WideDecimals() {}

  /** Makes it known to all connections of the database. */
  public static void register(Connection connection) throws SQLException {
    try (var function = DuckDBFunctions.scalarFunction()) {
      function
          .withName(NAME)
          .withParameters(String.class, Integer.class)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withVectorizedFunction(WideDecimals::compute)
          .register(connection);
    }
  }

  /**
   * SQL of the BIGNUMERIC that a decimal is.
   *
   * @param bytes SQL of a two's complement, the most significant byte first
   * @param scale of these, 38 at most
   * @return NULL for NULL and for what is out of BIGNUMERIC's range
   */
  public static String bigNumeric(String bytes, int scale) {
    return "unhex(%s(hex(%s), %d))".formatted(NAME, bytes, scale);
  }

  /** SQL of the two's complement with 38 digits after the point, of a BIGNUMERIC's own bytes. */
  public static String bytes(String bigNumeric) {
    // The first bit is the sign, the other way round.
    return "unhex(translate(hex(%1$s)[1], '0123456789ABCDEF', '89ABCDEF01234567') || hex(%1$s)[2:])"
        .formatted(bigNumeric);
  }

  private static void compute(DuckDBDataChunkReader in, DuckDBWritableVector out) {
    for (long row = 0; row < in.rowCount(); row++) {
      var value =
          in.vector(0).isNull(row)
              ? null
              : bigNumeric(HEX.parseHex(in.vector(0).getString(row)), in.vector(1).getInt(row));
      if (value == null) {
        out.setNull(row);
      } else {
        out.setString(row, value);
      }
    }
  }

  private static String bigNumeric(byte[] bytes, int scale) {
    var unscaled = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
    if (unscaled.bitLength() > MAX_BITS) {
      return null;
    }
    try {
      return BigNumericBytes.hex(new BigDecimal(unscaled, scale));
    } catch (ArithmeticException _) {
      return null;
    }
  }
}
