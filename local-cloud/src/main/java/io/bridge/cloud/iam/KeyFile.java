package io.bridge.cloud.iam;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.http.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Base64;

/** A service account's credentials file as Google's console gives it. */
record KeyFile(String project, AccountKey key, PrivateKey secret) {
  // Google's constants also here: who reads the file checks them and is told of endpoints apart.
  private static final String TOKEN_URI = "https://oauth2.googleapis.com/token";
  private static final String CERTIFICATES = "https://www.googleapis.com/robot/v1/metadata/x509/";

  String json() {
    var file = JsonNodeFactory.instance.objectNode();
    file.put("type", "service_account");
    file.put("project_id", project);
    file.put("private_key_id", key.id());
    file.put("private_key", pem());
    file.put("client_email", key.email());
    file.put("client_id", Tokens.uniqueId(key.email()));
    file.put("auth_uri", "https://accounts.google.com/o/oauth2/auth");
    file.put("token_uri", TOKEN_URI);
    file.put("auth_provider_x509_cert_url", "https://www.googleapis.com/oauth2/v1/certs");
    file.put("client_x509_cert_url", CERTIFICATES + encoded(key.email()));
    file.put("universe_domain", "googleapis.com");
    return new String(Json.encode(file), StandardCharsets.UTF_8);
  }

  private String pem() {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
  }

  private static String encoded(String email) {
    return URLEncoder.encode(email, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "KeyFile[" + key.id() + "]";
  }
}
