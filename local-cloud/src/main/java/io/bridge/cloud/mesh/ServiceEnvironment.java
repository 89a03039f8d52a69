package io.bridge.cloud.mesh;

import io.bridge.cloud.process.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What each service is told about the rest of the mesh: the same keys as in the cloud. */
final class ServiceEnvironment {
  private static final String GATEWAY = "gateway-service";

  private final MeshConfig config;
  private final Secrets secrets;

  ServiceEnvironment(MeshConfig config, Secrets secrets) {
    this.config = config;
    this.secrets = secrets;
  }

  static String database(Service service) {
    return service.name().replace("-service", "");
  }

  String databasePassword(Service service) {
    return secrets.password(service.name() + ".database");
  }

  String url(String service) {
    return "http://localhost:" + config.ports().of(service);
  }

  String cloudUrl() {
    return "https://localhost:" + config.ports().of("cloud-https");
  }

  /** Makes the secrets that are not there yet. */
  Map<String, String> of(Service service) {
    Map<String, String> env = new LinkedHashMap<>(Jvm.ENVIRONMENT);
    env.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    env.put("QUARKUS_HTTP_PORT", String.valueOf(config.ports().of(service.name())));
    env.put("DATABASE_URL", databaseUrl(service));
    env.put("DATABASE_USER", database(service));
    env.put("DATABASE_PASSWORD", databasePassword(service));
    env.put("BRIDGE_SERVICE_URL", url(service.name()));
    putGoogle(env, service);
    putMesh(env);
    switch (service.name()) {
      case GATEWAY -> putGateway(env);
      case "connection-service" -> putConnection(env);
      case "dashboard-service" -> putDashboard(env);
      default -> {}
    }
    env.putAll(config.extra());
    return env;
  }

  private void putGoogle(Map<String, String> env, Service service) {
    env.put("GOOGLE_CLOUD_PROJECT", config.project());
    env.put("GCE_METADATA_HOST", "127.0.0.1:" + config.ports().of(service.name() + ".metadata"));
    // A developer's own Google credentials must never be sent to local-cloud.
    env.put("CLOUDSDK_CONFIG", emptyFolder());
    env.put("BRIDGE_GOOGLE_STORAGE_HOST", cloudUrl());
    env.put("BRIDGE_GOOGLE_BIGQUERY_HOST", cloudUrl());
    env.put("BRIDGE_GOOGLE_IAM_CREDENTIALS_HOST", cloudUrl());
    env.put("BRIDGE_GOOGLE_PUBSUB_ENDPOINT", cloudGrpc());
    env.put("BRIDGE_GOOGLE_TASKS_ENDPOINT", cloudGrpc());
  }

  private void putMesh(Map<String, String> env) {
    env.put("BRIDGE_IDENTITY_GOOGLE_JWKS", cloudUrl() + "/oauth2/v3/certs");
    env.put("BRIDGE_IDENTITY_GATEWAY_JWKS", url(GATEWAY) + "/.well-known/jwks.json");
    for (Service peer : config.services()) {
      env.put("BRIDGE_PEERS__" + variable(peer) + "__URL", url(peer.name()));
    }
  }

  private void putConnection(Map<String, String> env) {
    env.put("BRIDGE_CONNECTION_KMS_ENDPOINT", cloudGrpc());
    env.put("BRIDGE_CONNECTION_TOKEN_ENDPOINT", cloudUrl() + "/token");
  }

  private void putDashboard(Map<String, String> env) {
    env.put("QUARKUS_REDIS_HOSTS", redisUrl());
  }

  private void putGateway(Map<String, String> env) {
    env.put("QUARKUS_HTTP_SSL_PORT", String.valueOf(config.ports().of("gateway-https")));
    env.put(
        "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE",
        config.cloud().resolve("ca/gateway.p12").toString());
    env.put("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD", "changeit");
    env.put("BRIDGE_GATEWAY_CONSOLE_URL", url(GATEWAY));
    env.put("BRIDGE_GATEWAY_SIGNING_KEYS", secrets.signingKeys().toString());
    env.put(
        "BRIDGE_GATEWAY_ID_TOKENS_JWKS",
        cloudUrl() + "/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com");
    for (Service peer : config.services()) {
      env.put("BRIDGE_GATEWAY_SERVICES__" + variable(peer) + "_", url(peer.name()));
    }
    env.put("BRIDGE_GATEWAY_CLIENT_API_KEY", "local");
    env.put("BRIDGE_GATEWAY_CLIENT_CLIENT_ID", "bridge-local-app");
    env.put(
        "BRIDGE_GATEWAY_CLIENT_IDENTITY_TOOLKIT", cloudUrl() + "/identitytoolkit.googleapis.com");
    env.put("BRIDGE_GATEWAY_CLIENT_SECURE_TOKEN", cloudUrl() + "/securetoken.googleapis.com");
    // Over plain HTTP: a browser does not know the authority of the rest.
    env.put(
        "BRIDGE_GATEWAY_CLIENT_AUTHORIZE",
        "http://localhost:" + config.ports().of("sign-in") + "/o/oauth2/v2/auth");
    env.put("BRIDGE_GATEWAY_CLIENT_TOKEN", cloudUrl() + "/token");
  }

  private static String variable(Service service) {
    return service.name().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private String cloudGrpc() {
    return "localhost:" + config.ports().of("cloud-grpc");
  }

  private String databaseUrl(Service service) {
    return "postgresql://127.0.0.1:" + config.ports().of("postgres") + "/" + database(service);
  }

  /** Known even while Redis is away: a service must start without it. */
  String redisUrl() {
    try {
      String password = Files.readString(config.redis().resolve("password")).strip();
      return "redis://:" + password + "@127.0.0.1:" + config.ports().of("redis");
    } catch (IOException e) {
      throw new UncheckedIOException("Redis has never been started in " + config.redis(), e);
    }
  }

  private String emptyFolder() {
    try {
      return Files.createDirectories(config.state().resolve("no-gcloud")).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("A folder could not be made in " + config.state(), e);
    }
  }
}
