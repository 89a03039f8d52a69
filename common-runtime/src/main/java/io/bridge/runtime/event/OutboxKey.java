package io.bridge.runtime.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What must stay in order: the facts of one aggregate on one topic.
 *
 * @param subject aggregate id, also Pub/Sub's ordering key
 */
record OutboxKey(String topic, String subject) {
  /** Pub/Sub's limit of an ordering key and of an attribute's value. */
  private static final int MAX_BYTES = 1024;

  /** The fact's subject, or its SHA-256 where Pub/Sub would refuse the length. */
  static OutboxKey of(String topic, String subject) {
    byte[] bytes = subject.getBytes(StandardCharsets.UTF_8);
    return new OutboxKey(topic, bytes.length <= MAX_BYTES ? subject : sha256(bytes));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
