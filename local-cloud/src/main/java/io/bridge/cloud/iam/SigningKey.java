package io.bridge.cloud.iam;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;

/**
 * @param id key id: 40 hex digits of the public key's SHA-256, stable over restarts
 */
record SigningKey(String id, PrivateKey secret, RSAPublicKey open) {

  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  byte[] sign(byte[] input) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(secret);
      signature.update(input);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "SigningKey[" + id + "]";
  }
}
