package io.bridge.cloud.kms;

import io.bridge.cloud.http.GoogleError;

/** What keys do. */
record KeyCipher(KeyVault vault) {
  // As at Google nobody is told more: not whether data, key or caller's own data was wrong.
  private static final String FAILED =
      "Decryption failed: verify that 'name' refers to the correct CryptoKey.";

  /**
   * @param bytes plaintext or ciphertext
   * @param primary whether the key's primary version did it
   */
  record Done(StoredVersion with, byte[] bytes, boolean primary) {}

  /** With the named version, or else with the primary one; fails with 404 or 412. */
  Done encrypt(KeyName name, byte[] plaintext, byte[] aad) {
    int primary = vault.key(name.key()).primary();
    int number = name.version() == 0 ? primary : name.version();
    var version = vault.version(new KeyName(name.key(), number));
    KeyVault.requireEnabled(version);
    return new Done(version, Sealed.seal(version, plaintext, aad), number == primary);
  }

  /** With whichever version sealed it; fails with 400 for all that it did not, 404 or 412. */
  Done decrypt(KeyName name, byte[] ciphertext, byte[] aad) {
    int primary = vault.key(name.key()).primary();
    var sealed = Sealed.parse(ciphertext);
    if (sealed == null || sealed.version() < 1) {
      throw GoogleError.invalid(FAILED);
    }
    var version =
        vault.versions(name.key()).stream()
            .filter(it -> it.number() == sealed.version())
            .findFirst()
            .orElseThrow(() -> GoogleError.invalid(FAILED));
    KeyVault.requireEnabled(version);
    var plaintext = sealed.open(version, aad);
    if (plaintext == null) {
      throw GoogleError.invalid(FAILED);
    }
    return new Done(version, plaintext, version.number() == primary);
  }
}
