package io.bridge.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.http.PortTaken;
import io.bridge.cloud.topology.Topology;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs local-cloud as a process of its own. When every port listens it prints one line of JSON with
 * {@code "ready":true} and the addresses; SIGTERM ends it cleanly. Exit code 1: it could not start,
 * the reason is on stderr; 2: the arguments are wrong.
 */
@Command(name = "local-cloud", description = "Google's wire APIs on one machine")
public final class Main implements Callable<Integer> {
  @Option(names = "--dir", required = true, description = "where all state lives")
  private Path dir;

  @Option(names = "--project", required = true, description = "Google project id")
  private String project;

  @Option(
      names = "--topology",
      description = "as deploy/topology.yaml; one account and nothing else by default")
  private Path topology;

  @Option(names = "--http-port", defaultValue = "8090", description = "HTTPS; 0: any")
  private int httpPort;

  @Option(names = "--grpc-port", defaultValue = "8091", description = "gRPC with TLS; 0: any")
  private int grpcPort;

  @Option(
      names = "--sign-in-port",
      defaultValue = "8092",
      description = "sign-in pages over plain HTTP, for a browser; 0: any")
  private int signInPort;

  @Option(
      names = "--metadata-port",
      description = "<service>=<port> of its metadata server; as in the topology by default")
  private Map<String, Integer> metadataPorts = new TreeMap<>();

  @Option(
      names = "--service",
      description = "<service>=<base URL>; http://localhost:<port of the topology> by default")
  private Map<String, URI> serviceUrls = new TreeMap<>();

  @Option(
      names = "--backoff-scale",
      defaultValue = "1.0",
      description = "every backoff and schedule interval is multiplied by it")
  private double backoffScale;

  @Option(
      names = "--open-port",
      description = "REST in plaintext, whose every caller is the owner; 0: any")
  private Integer openPort;

  @Option(
      names = "--open-grpc-port",
      description = "gRPC in plaintext, whose every caller is the owner; 0: any")
  private Integer openGrpcPort;

  @Option(names = "--faults", description = "/fault takes rules")
  private boolean faults;

  private Main() {}

  public static void main(String[] args) {
    OneLineLog.install(System.out);
    int code = new CommandLine(new Main()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    try {
      var cloud = LocalCloud.start(config());
      Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "shutdown"));
      System.out.println(ready(cloud));
      return 0;
    } catch (PortTaken | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private LocalCloudConfig config() {
    var ports = new TreeMap<String, Integer>();
    var accounts = Topology.load(topology, project);
    accounts.services().entrySet().stream()
        .filter(it -> accounts.serviceAccounts().containsKey(it.getKey()))
        .forEach(it -> ports.put(it.getKey(), it.getValue().metadataPort()));
    ports.putAll(metadataPorts);
    return new LocalCloudConfig(
        dir,
        project,
        topology,
        httpPort,
        grpcPort,
        signInPort,
        ports,
        serviceUrls,
        backoffScale,
        open(),
        faults);
  }

  private OpenPorts open() {
    if (openPort == null && openGrpcPort == null) {
      return null;
    }
    if (openPort == null || openGrpcPort == null) {
      throw new IllegalArgumentException("--open-port and --open-grpc-port belong together");
    }
    return new OpenPorts(openPort, openGrpcPort);
  }

  private static String ready(LocalCloud cloud) {
    var line = JsonNodeFactory.instance.objectNode();
    line.put("ready", true);
    line.put("https", cloud.https().toString()).put("grpc", cloud.grpc());
    line.put("signIn", cloud.signIn().toString());
    line.put("pid", ProcessHandle.current().pid());
    return new String(Json.encode(line), StandardCharsets.UTF_8);
  }
}
