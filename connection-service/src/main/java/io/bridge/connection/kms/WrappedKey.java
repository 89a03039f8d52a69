package io.bridge.connection.kms;

/**
 * A key that Cloud KMS encrypted.
 *
 * @param kekName full name of the KMS key
 * @param kekVersion number of the version that was used
 */
public record WrappedKey(byte[] bytes, String kekName, String kekVersion) {}
