package io.bridge.cloud.metadata;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.iam.Tokens;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Set;

/** The entries below {@code /computeMetadata/v1/} that exist on Cloud Run. */
record MetadataTree(Tokens tokens, MetadataAccount account) {
  private static final String ROOT = "/computeMetadata/v1/";
  private static final String ACCOUNTS = "instance/service-accounts";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String ENTRIES = "aliases\nemail\nidentity\nscopes\ntoken\n";
  private static final int MAX_AUDIENCE = 2048;
  private static final int MAX_SCOPES = 1024;

  MetadataReply find(String path, MultiMap query) {
    if (!path.startsWith(ROOT)) {
      return missing();
    }
    if (query.contains("wait_for_change")) {
      return MetadataReply.text(501, "local-cloud does not implement wait_for_change\n");
    }
    var entry = path.substring(ROOT.length()).replaceAll("/+$", "");
    return switch (entry) {
      // Node's client looks here whether there is a metadata server at all.
      case "instance" -> folder(query, "service-accounts/\n");
      case "project" -> folder(query, "numeric-project-id\nproject-id\n");
      case "" -> folder(query, "instance/\nproject/\nuniverse/\n");
      case "project/project-id" -> MetadataReply.text(200, account.project());
      case "project/numeric-project-id" -> MetadataReply.text(200, projectNumber());
      case "universe/universe-domain", "universe/universe_domain" ->
          MetadataReply.text(200, "googleapis.com");
      case ACCOUNTS -> accounts(query);
      default -> entry.startsWith(ACCOUNTS + "/") ? accountEntry(entry, query) : missing();
    };
  }

  private static MetadataReply folder(MultiMap query, String entries) {
    return recursive(query) ? missing() : MetadataReply.text(200, entries);
  }

  private MetadataReply accountEntry(String entry, MultiMap query) {
    var parts = entry.substring(ACCOUNTS.length() + 1).split("/", 2);
    if (!parts[0].equals("default") && !parts[0].equals(account.email())) {
      return missing();
    }
    return switch (parts.length == 1 ? "" : parts[1]) {
      case "" -> recursive(query) ? MetadataReply.json(one()) : MetadataReply.text(200, ENTRIES);
      case "token" -> token(query.get("scopes"));
      case "identity" -> identity(query.get("audience"));
      case "email" -> MetadataReply.text(200, account.email());
      case "scopes" -> MetadataReply.text(200, SCOPE + "\n");
      case "aliases" -> MetadataReply.text(200, "default\n");
      default -> missing();
    };
  }

  private MetadataReply accounts(MultiMap query) {
    if (!recursive(query)) {
      return MetadataReply.text(200, "default/\n" + account.email() + "/\n");
    }
    var all = JsonNodeFactory.instance.objectNode();
    all.set("default", one());
    all.set(account.email(), one());
    return MetadataReply.json(all);
  }

  private ObjectNode one() {
    var one = JsonNodeFactory.instance.objectNode();
    one.putArray("aliases").add("default");
    one.put("email", account.email());
    one.putArray("scopes").add(SCOPE);
    return one;
  }

  /**
   * @param scopes with commas between; null or empty for all that the account has
   */
  private MetadataReply token(String scopes) {
    if (scopes != null && scopes.length() > MAX_SCOPES) {
      return MetadataReply.text(400, "too many scopes\n");
    }
    var wanted = scopes == null || scopes.isBlank() ? SCOPE : scopes;
    var body = JsonNodeFactory.instance.objectNode();
    body.put(
        "access_token",
        tokens.accessToken(account.email(), Set.copyOf(List.of(wanted.strip().split("[, ]+")))));
    body.put("expires_in", Tokens.LIFETIME.toSeconds());
    body.put("token_type", "Bearer");
    return MetadataReply.json(body);
  }

  private MetadataReply identity(String audience) {
    if (audience == null || audience.isBlank() || audience.length() > MAX_AUDIENCE) {
      return MetadataReply.text(400, "non-empty audience parameter required\n");
    }
    return MetadataReply.text(200, tokens.oidcToken(account.email(), audience, Tokens.LIFETIME));
  }

  /** Twelve digits, as Google's, always the same for one project. */
  private String projectNumber() {
    return Tokens.uniqueId(account.project()).substring(0, 12);
  }

  private static boolean recursive(MultiMap query) {
    return "true".equalsIgnoreCase(query.get("recursive"));
  }

  private static MetadataReply missing() {
    return MetadataReply.text(404, "Not found\n");
  }
}
