package io.bridge.connection;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A service-account file as Google makes it, to be spoilt. Values are JSON. */
public record KeyFile(Map<String, String> members) {
  private static final String KEY_ID = "0123456789abcdef0123456789abcdef01234567";

  /** A good one, with a key of its own. */
  public static KeyFile good() {
    return of(newKey("RSA", 2048));
  }

  public static KeyFile of(byte[] der) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("type", text("service_account"));
    members.put("project_id", text("acme-warehouse"));
    members.put("private_key_id", text(KEY_ID));
    members.put("private_key", text(pem(der)));
    members.put("client_email", text("bridge@acme-warehouse.iam.gserviceaccount.com"));
    members.put("client_id", text("123456789012345678901"));
    members.put("auth_uri", text("https://accounts.google.com/o/oauth2/auth"));
    members.put("token_uri", text("https://oauth2.googleapis.com/token"));
    members.put("universe_domain", text("googleapis.com"));
    return new KeyFile(members);
  }

  /** With another value, given as JSON; without the member where it is null. */
  public KeyFile with(String name, String json) {
    Map<String, String> changed = new LinkedHashMap<>(members);
    if (json == null) {
      changed.remove(name);
    } else {
      changed.put(name, json);
    }
    return new KeyFile(changed);
  }

  public String json() {
    return members.entrySet().stream()
        .map(member -> "  " + text(member.getKey()) + ": " + member.getValue())
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  public byte[] bytes() {
    return json().getBytes(StandardCharsets.UTF_8);
  }

  public static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  public static String pem(byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  public static byte[] newKey(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair().getPrivate().getEncoded();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
