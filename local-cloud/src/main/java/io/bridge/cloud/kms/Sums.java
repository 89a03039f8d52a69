package io.bridge.cloud.kms;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import io.bridge.cloud.http.GoogleError;
import java.util.zip.CRC32C;

/** Checksums over what travels. */
final class Sums {
  private Sums() {}

  static Int64Value of(ByteString bytes) {
    var sum = new CRC32C();
    bytes.asReadOnlyByteBufferList().forEach(sum::update);
    return Int64Value.of(sum.getValue());
  }

  /** Fails with 400 when the sum is not the field's; one that was not sent is right. */
  static void require(boolean sent, Int64Value sum, ByteString bytes, String field) {
    if (sent && sum.getValue() != of(bytes).getValue()) {
      throw GoogleError.invalid(
          "The checksum in field %1$s_crc32c did not match the data in field %1$s."
              .formatted(field));
    }
  }
}
