package io.bridge.cloud.alone;

import io.bridge.cloud.LocalCloudConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code up} can be told. What is not said is as it is where it runs, or the default. */
final class UpOptions {
  private static final String PROJECT = "local-project";

  /** Who may do everything, in every topology. */
  static final String ADMIN = "admin";

  private static final int PORT = 8190;
  private static final int GRPC_PORT = 8191;
  private static final int SIGN_IN_PORT = 8192;
  private static final int METADATA_PORT = 8193;
  private static final int OPEN_PORT = 8194;
  private static final int OPEN_GRPC_PORT = 8195;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--project",
      paramLabel = "ID",
      description = "Google project id; as the last time, or " + PROJECT + ".")
  String project;

  @Option(
      names = "--topology",
      paramLabel = "FILE",
      description =
          "Accounts, roles, topics, buckets and so on as in deploy/topology.yaml; without it"
              + " the account admin, who may do everything, a bucket and a key.")
  Path topology;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description =
          "Service account of the topology that programs are by Application Default Credentials;"
              + " admin without it.")
  String account;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "HTTPS (" + PORT + "); here and below 0: any free one.")
  Integer port;

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      description = "gRPC with TLS (" + GRPC_PORT + ").")
  Integer grpcPort;

  @Option(
      names = "--sign-in-port",
      paramLabel = "PORT",
      description = "Sign-in pages over plain HTTP (" + SIGN_IN_PORT + ").")
  Integer signInPort;

  @Option(
      names = "--metadata-port",
      paramLabel = "PORT",
      description = "Metadata server (" + METADATA_PORT + ").")
  Integer metadataPort;

  @Option(
      names = "--open",
      description =
          "Listen in plaintext too, where every program on this machine is the project's owner.")
  boolean open;

  @Option(
      names = "--open-port",
      paramLabel = "PORT",
      description = "Plain HTTP of --open (" + OPEN_PORT + ").")
  Integer openPort;

  @Option(
      names = "--open-grpc-port",
      paramLabel = "PORT",
      description = "Plaintext gRPC of --open (" + OPEN_GRPC_PORT + ").")
  Integer openGrpcPort;

  @Option(names = "--faults", description = "Take rules for faults at /fault.")
  boolean faults;

  /**
   * @param last how it was started the last time
   * @param running whether it still runs so
   */
  Settings settings(Optional<Settings> last, boolean running) {
    Optional<Settings> now = last.filter(_ -> running);
    boolean opened = open || now.map(Settings::isOpen).orElse(false);
    if (!opened && (openPort != null || openGrpcPort != null)) {
      throw wrong("--open-port and --open-grpc-port go with --open");
    }
    if (project != null && !LocalCloudConfig.isProject(project)) {
      throw wrong(LocalCloudConfig.notAProject(project));
    }
    return new Settings(
        or(project, last, Settings::project, PROJECT),
        or(topology == null ? null : absolute(topology), now, Settings::topology, null),
        or(account, now, Settings::account, ADMIN),
        port(port, now, Settings::port, PORT),
        port(grpcPort, now, Settings::grpcPort, GRPC_PORT),
        port(signInPort, now, Settings::signInPort, SIGN_IN_PORT),
        port(metadataPort, now, Settings::metadataPort, METADATA_PORT),
        opened ? port(openPort, now, Settings::openPort, OPEN_PORT) : null,
        opened ? port(openGrpcPort, now, Settings::openGrpcPort, OPEN_GRPC_PORT) : null,
        faults || now.map(Settings::faults).orElse(false));
  }

  private static <T> T or(
      T said, Optional<Settings> before, Function<Settings, T> then, T otherwise) {
    return said != null ? said : before.map(then).orElse(otherwise);
  }

  private Integer port(
      Integer said, Optional<Settings> before, Function<Settings, Integer> then, int otherwise) {
    if (said != null && said == 0) {
      return before.map(then).orElseGet(UpOptions::freePort);
    }
    int port = or(said, before, then, otherwise);
    if (port < 1 || port > 65_535) {
      throw wrong("A port is a number from 0 to 65535, not " + port);
    }
    return port;
  }

  private ParameterException wrong(String what) {
    return new ParameterException(command.commandLine(), what);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("No free port was found", e);
    }
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }
}
