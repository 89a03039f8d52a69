package io.bridge.connection.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The strict check of a service-account file. Whatever could send Bridge to an address of the
 * file's choice, or is not Google's own form, is refused; what is kept is rebuilt from the five
 * needed fields.
 */
public final class CredentialFile {
  /** Largest file, in bytes. */
  public static final int MAX_BYTES = 16 * 1024;

  static final String TOKEN_URI = "https://oauth2.googleapis.com/token";
  static final String TYPE = "service_account";
  static final List<String> FIELDS =
      List.of(
          "type",
          "project_id",
          "private_key_id",
          "private_key",
          "client_email",
          "client_id",
          "auth_uri",
          "token_uri",
          "auth_provider_x509_cert_url",
          "client_x509_cert_url",
          "universe_domain");

  private static final String UNIVERSE = "googleapis.com";
  private static final Pattern EMAIL =
      Pattern.compile("[a-z0-9-]{1,64}@[a-z0-9.-]{1,150}\\.iam\\.gserviceaccount\\.com");
  private static final Pattern PROJECT =
      Pattern.compile("(?:[a-z0-9.-]{1,63}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{40}");

  private final Map<String, byte[]> members;
  private final List<Violation> violations = new ArrayList<>();

  private CredentialFile(Map<String, byte[]> members) {
    this.members = members;
  }

  /**
   * The key in the file; close it after use. The caller zeroes the file. Fails with {@code
   * CREDENTIAL_INVALID}, which says the place and what is allowed and never what was found.
   */
  public static ServiceAccountKey check(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw refused("file", "is larger than " + MAX_BYTES + " bytes", null, null);
    }
    Map<String, byte[]> members = FlatJson.read(file);
    try {
      return new CredentialFile(members).key();
    } finally {
      FlatJson.zero(members);
    }
  }

  private ServiceAccountKey key() {
    requireConstant("type", TYPE);
    failWhereWrong();
    requireConstant("token_uri", TOKEN_URI);
    if (members.containsKey("universe_domain")) {
      requireConstant("universe_domain", UNIVERSE);
    }
    String project = require("project_id", PROJECT, "is to be the id of a Google Cloud project");
    String email = require("client_email", EMAIL, "is to be <name>@….iam.gserviceaccount.com");
    String keyId = require("private_key_id", KEY_ID, "is to be 40 digits of lower-case hex");
    RsaKey rsa = privateKey();
    try {
      failWhereWrong();
    } catch (BridgeException e) {
      rsa.close();
      throw e;
    }
    return new ServiceAccountKey(project, email, keyId, rsa);
  }

  private void requireConstant(String field, String wanted) {
    if (!wanted.equals(text(field))) {
      violations.add(new Violation(field, "is to be " + wanted, null, null, List.of(wanted)));
    }
  }

  private String require(String field, Pattern wanted, String otherwise) {
    String value = text(field);
    if (!wanted.matcher(value).matches()) {
      violations.add(new Violation(field, otherwise));
    }
    return value;
  }

  private RsaKey privateKey() {
    RsaKey key = RsaKey.read(members.getOrDefault("private_key", new byte[0]));
    key.complaint().ifPresent(said -> violations.add(new Violation("private_key", said)));
    return key;
  }

  /** The value of a field that is no secret; empty where it is absent. */
  private String text(String field) {
    return new String(members.getOrDefault(field, new byte[0]), US_ASCII);
  }

  private void failWhereWrong() {
    if (!violations.isEmpty()) {
      throw refused(violations);
    }
  }

  static BridgeException refused(String field, String message, Integer line, Integer column) {
    return refused(List.of(new Violation(field, message, line, column, List.of())));
  }

  private static BridgeException refused(List<Violation> violations) {
    return new BridgeException(
        ErrorCode.CREDENTIAL_INVALID,
        "Bridge takes the JSON key of a service account as Google gives it; see violations",
        violations);
  }
}
