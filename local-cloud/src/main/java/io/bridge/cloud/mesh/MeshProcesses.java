package io.bridge.cloud.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How each part of the mesh is started: command, environment, ports, sign of readiness. */
final class MeshProcesses {
  private static final String CLOUD = "local-cloud";
  private static final String GATEWAY = "gateway-service";

  private final MeshConfig config;
  private final Secrets secrets;

  MeshProcesses(MeshConfig config) {
    this.config = config;
    this.secrets = new Secrets(config.state());
  }

  MeshProcess cloud() {
    return named(CLOUD);
  }

  MeshProcess named(String name) {
    return new MeshProcess(name.equals(CLOUD) ? cloudSpec() : spec(name), config.state());
  }

  static String database(Service service) {
    return service.name().replace("-service", "");
  }

  String databasePassword(Service service) {
    return secrets.password(service.name() + ".database");
  }

  ProcessSpec spec(String name) {
    Service service =
        config.services().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new MeshException(unknown(name)));
    Path jar = config.root().resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
    List<String> command = java("-Xmx192m", "-XX:TieredStopAtLevel=1");
    trustLocalCa(command);
    command.addAll(List.of("-jar", jar.toString()));
    return new ProcessSpec(
        name, command, jar, () -> environment(service), ports(service), serviceReady(service));
  }

  private String unknown(String name) {
    List<String> known = config.services().stream().map(Service::name).toList();
    return "There is no service " + name + "; there are " + String.join(", ", known);
  }

  private ProcessSpec cloudSpec() {
    Path jar = config.root().resolve("local-cloud/target/local-cloud.jar");
    List<String> command = java("-Xmx1g");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(
        List.of(
            "-jar",
            jar.toString(),
            "--dir=" + config.cloud(),
            "--project=" + config.project(),
            "--topology=" + config.topology(),
            "--http-port=" + config.ports().of("cloud-https"),
            "--grpc-port=" + config.ports().of("cloud-grpc"),
            "--backoff-scale=" + config.backoffScale()));
    List<Integer> ports =
        new ArrayList<>(List.of(config.ports().of("cloud-https"), config.ports().of("cloud-grpc")));
    for (Service service : config.services()) {
      int metadata = config.ports().of(service.name() + ".metadata");
      ports.add(metadata);
      command.add("--metadata-port=" + service.name() + "=" + metadata);
      command.add("--service=" + service.name() + "=" + url(service.name()));
    }
    URI certificates = URI.create(cloudUrl() + "/oauth2/v3/certs");
    Path trust = config.cloud().resolve("ca/truststore.p12");
    return new ProcessSpec(CLOUD, command, jar, Map::of, ports, new Readiness(certificates, trust));
  }

  private Map<String, String> environment(Service service) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    env.put("QUARKUS_HTTP_PORT", String.valueOf(config.ports().of(service.name())));
    env.put("GOOGLE_CLOUD_PROJECT", config.project());
    env.put("GCE_METADATA_HOST", "127.0.0.1:" + config.ports().of(service.name() + ".metadata"));
    // A developer's own Google credentials must never be sent to local-cloud.
    env.put("CLOUDSDK_CONFIG", emptyFolder());
    env.put("DATABASE_URL", databaseUrl(service));
    env.put("DATABASE_USER", database(service));
    env.put("DATABASE_PASSWORD", databasePassword(service));
    env.put("BRIDGE_SERVICE_URL", url(service.name()));
    env.put("BRIDGE_GOOGLE_STORAGE_HOST", cloudUrl());
    env.put("BRIDGE_GOOGLE_BIGQUERY_HOST", cloudUrl());
    env.put("BRIDGE_GOOGLE_IAM_CREDENTIALS_HOST", cloudUrl());
    env.put("BRIDGE_GOOGLE_PUBSUB_ENDPOINT", cloudGrpc());
    env.put("BRIDGE_GOOGLE_TASKS_ENDPOINT", cloudGrpc());
    env.put("BRIDGE_IDENTITY_GOOGLE_JWKS", cloudUrl() + "/oauth2/v3/certs");
    env.put("BRIDGE_IDENTITY_GATEWAY_JWKS", url(GATEWAY) + "/.well-known/jwks.json");
    if (service.name().equals(GATEWAY)) {
      gatewayEnvironment(env);
    }
    env.putAll(config.extra());
    return env;
  }

  private void gatewayEnvironment(Map<String, String> env) {
    env.put("QUARKUS_HTTP_SSL_PORT", String.valueOf(config.ports().of("gateway-https")));
    env.put(
        "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE",
        config.cloud().resolve("ca/gateway.p12").toString());
    env.put("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD", "changeit");
    env.put("BRIDGE_GATEWAY_SIGNING_KEYS", secrets.signingKeys().toString());
    env.put(
        "BRIDGE_GATEWAY_ID_TOKENS_JWKS",
        cloudUrl() + "/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com");
    for (Service peer : config.services()) {
      env.put(
          "BRIDGE_GATEWAY_SERVICES__"
              + peer.name().toUpperCase(java.util.Locale.ROOT).replace('-', '_')
              + "_",
          url(peer.name()));
    }
    env.put("BRIDGE_GATEWAY_CLIENT_API_KEY", "local");
    env.put("BRIDGE_GATEWAY_CLIENT_CLIENT_ID", "bridge-local-app");
    env.put(
        "BRIDGE_GATEWAY_CLIENT_IDENTITY_TOOLKIT", cloudUrl() + "/identitytoolkit.googleapis.com");
    env.put("BRIDGE_GATEWAY_CLIENT_SECURE_TOKEN", cloudUrl() + "/securetoken.googleapis.com");
    env.put("BRIDGE_GATEWAY_CLIENT_AUTHORIZE", cloudUrl() + "/o/oauth2/v2/auth");
    env.put("BRIDGE_GATEWAY_CLIENT_TOKEN", cloudUrl() + "/token");
  }

  private List<Integer> ports(Service service) {
    int http = config.ports().of(service.name());
    return service.name().equals(GATEWAY)
        ? List.of(http, config.ports().of("gateway-https"))
        : List.of(http);
  }

  private Readiness serviceReady(Service service) {
    return new Readiness(
        URI.create("http://127.0.0.1:" + config.ports().of(service.name()) + "/q/health/ready"),
        null);
  }

  private String url(String service) {
    return "http://localhost:" + config.ports().of(service);
  }

  private String cloudUrl() {
    return "https://localhost:" + config.ports().of("cloud-https");
  }

  private String cloudGrpc() {
    return "localhost:" + config.ports().of("cloud-grpc");
  }

  private String databaseUrl(Service service) {
    return "postgresql://127.0.0.1:" + config.ports().of("postgres") + "/" + database(service);
  }

  private String emptyFolder() {
    try {
      return Files.createDirectories(config.state().resolve("no-gcloud")).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("A folder could not be made in " + config.state(), e);
    }
  }

  private void trustLocalCa(List<String> command) {
    command.add("-Djavax.net.ssl.trustStore=" + config.cloud().resolve("ca/truststore.p12"));
    command.add("-Djavax.net.ssl.trustStorePassword=changeit");
    command.add("-Djavax.net.ssl.trustStoreType=PKCS12");
  }

  /** The JDK that runs this launcher runs the mesh. */
  private static List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of(options));
    return command;
  }
}
