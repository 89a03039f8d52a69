package io.bridge.cloud.iam;

/**
 * A new key with its secret, which is told once and kept nowhere.
 *
 * @param file Google's credentials file, JSON
 */
public record IssuedKey(AccountKey key, String file) {

  @Override
  public String toString() {
    return "IssuedKey[" + key.id() + "]";
  }
}
