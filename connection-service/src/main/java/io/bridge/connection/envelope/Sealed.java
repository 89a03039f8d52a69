package io.bridge.connection.envelope;

/**
 * An encrypted credential.
 *
 * @param kekName full name of the KMS key
 * @param kekVersion number of the version that wrapped
 */
public record Sealed(byte[] ciphertext, String kekName, String kekVersion) {}
