package io.bridge.connection.credential;

import io.bridge.connection.envelope.Binding;

/**
 * Where a credential lies and how to open it; nothing here is a secret.
 *
 * @param kekName full name of the KMS key that wraps the credential's own key
 * @param kekVersion version of it that was used
 * @param format of the ciphertext
 * @param sha256 of the ciphertext, in hex
 * @param generation of the object
 */
public record StoredCredential(
    Binding binding,
    String kekName,
    String kekVersion,
    String format,
    String sha256,
    long generation) {}
