package io.bridge.connection.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.util.Arrays;

/** A checked key of a service account, in clear. Zeroed by {@link #close}. */
public final class ServiceAccountKey implements AutoCloseable {
  private static final byte[] LINE = "\\n".getBytes(US_ASCII);

  private final String projectId;
  private final String clientEmail;
  private final String keyId;
  private final RsaKey key;

  ServiceAccountKey(String projectId, String clientEmail, String keyId, RsaKey key) {
    this.projectId = projectId;
    this.clientEmail = clientEmail;
    this.keyId = keyId;
    this.key = key;
  }

  public String projectId() {
    return projectId;
  }

  /** E-mail of the account. */
  public String clientEmail() {
    return clientEmail;
  }

  /** Google's id of the key; no secret. */
  public String keyId() {
    return keyId;
  }

  /** SHA-256 of the public key in hex; no secret. */
  public String fingerprint() {
    return key.fingerprint();
  }

  PrivateKey privateKey() {
    return key.privateKey();
  }

  /** The file anew, of the five needed fields and Google's own address; the caller zeroes it. */
  byte[] toFile() {
    byte[] base64 = key.base64();
    byte[] before = before();
    byte[] after = after();
    byte[] file =
        ByteBuffer.allocate(before.length + base64.length + after.length + 2 * LINE.length)
            .put(before)
            .put(LINE)
            .put(base64)
            .put(LINE)
            .put(after)
            .array();
    Arrays.fill(base64, (byte) 0);
    return file;
  }

  @Override
  public void close() {
    key.close();
  }

  private byte[] before() {
    return "{\"type\":\"%s\",\"project_id\":\"%s\",\"private_key_id\":\"%s\",\"private_key\":\"%s"
        .formatted(CredentialFile.TYPE, projectId, keyId, new String(RsaKey.BEGIN, US_ASCII))
        .getBytes(US_ASCII);
  }

  private byte[] after() {
    return "%s\\n\",\"client_email\":\"%s\",\"token_uri\":\"%s\"}"
        .formatted(new String(RsaKey.END, US_ASCII), clientEmail, CredentialFile.TOKEN_URI)
        .getBytes(US_ASCII);
  }
}
