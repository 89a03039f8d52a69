package io.bridge.connection.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Whose credential it is; authenticated by both layers, so that none passes for another's. */
public record Binding(UUID teamId, UUID connectionId) {
  /** The canonical text with its length in front: four bytes, big-endian. */
  byte[] aad() {
    byte[] text =
        "bridge/v1|team:%s|conn:%s|purpose:bq-sa-json"
            .formatted(teamId, connectionId)
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(Integer.BYTES + text.length).putInt(text.length).put(text).array();
  }
}
