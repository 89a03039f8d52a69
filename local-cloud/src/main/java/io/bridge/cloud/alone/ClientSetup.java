package io.bridge.cloud.alone;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.process.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Google's clients are told.
 *
 * @param data folder of local-cloud itself
 * @param emptyFolder where no credentials of the person's own are
 * @param open whether by the open ports, without credentials
 */
record ClientSetup(Settings settings, Path data, Path caPem, Path emptyFolder, boolean open) {

  static ClientSetup of(Installation installation, boolean tls) {
    Settings settings = installation.requireSettings();
    return new ClientSetup(
        settings,
        installation.data(),
        installation.caPem(),
        installation.noCredentials(),
        settings.isOpen() && !tls);
  }

  /** Environment variables that Google's clients read. */
  Map<String, String> variables() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("GOOGLE_CLOUD_PROJECT", settings.project());
    all.put("GCE_METADATA_HOST", "127.0.0.1:" + settings.metadataPort());
    // By this one Python looks whether there is a metadata server at all.
    all.put("GCE_METADATA_IP", "127.0.0.1:" + settings.metadataPort());
    // A developer's own Google credentials win over the metadata server, and must not be sent here.
    all.put("CLOUDSDK_CONFIG", emptyFolder.toString());
    all.put("NODE_EXTRA_CA_CERTS", caPem.toString());
    all.put("REQUESTS_CA_BUNDLE", caPem.toString());
    all.put("SSL_CERT_FILE", caPem.toString());
    all.put("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", caPem.toString());
    if (open) {
      all.put("STORAGE_EMULATOR_HOST", settings.openHttp());
      all.put("BIGQUERY_EMULATOR_HOST", settings.openHttp());
      all.put("PUBSUB_EMULATOR_HOST", settings.openGrpc());
    }
    return all;
  }

  /** Lines for a shell, each value in quotes. */
  String shell() {
    StringBuilder lines = new StringBuilder();
    lines.append("# For programs that are to talk to local-cloud and to nobody else: the CA\n");
    lines.append("# variables take the place of the authorities that a program trusts.\n");
    lines.append("# Java: ").append(String.join(" ", Jvm.trust(data))).append('\n');
    variables()
        .forEach(
            (name, value) ->
                lines
                    .append("export ")
                    .append(name)
                    .append('=')
                    .append(quoted(value))
                    .append('\n'));
    lines.append("unset GOOGLE_APPLICATION_CREDENTIALS\n");
    return lines.toString();
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("project", settings.project());
    json.put("https", settings.https()).put("grpc", settings.grpc());
    json.put("openHttp", open ? settings.openHttp() : null);
    json.put("openGrpc", open ? settings.openGrpc() : null);
    json.put("caPem", caPem.toString());
    variables().forEach(json.putObject("variables")::put);
    Jvm.trust(data).forEach(json.putArray("javaOptions")::add);
    return json;
  }

  /**
   * Source text that makes the clients.
   *
   * @param language as a template beside this class is named
   */
  String clients(String language) {
    String name = "clients/" + language + (open ? "-open" : "") + ".txt";
    try (var template = ClientSetup.class.getResourceAsStream(name)) {
      String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("@{project}", settings.project())
          .replace("@{https}", settings.https())
          .replace("@{grpc}", settings.grpc())
          .replace("@{grpcPort}", String.valueOf(settings.grpcPort()))
          .replace("@{openHttp}", settings.openHttp())
          .replace("@{openGrpc}", settings.openGrpc())
          .replace("@{openGrpcPort}", String.valueOf(settings.openGrpcPort()))
          .replace("@{caPem}", escaped(caPem.toString()))
          .replace("@{javaOptions}", escaped(String.join(" ", Jvm.trust(data))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Inside quotes of any of the languages. */
  private static String escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
