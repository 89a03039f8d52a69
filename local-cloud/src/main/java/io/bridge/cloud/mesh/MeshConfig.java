package io.bridge.cloud.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bridge.cloud.process.StartCaches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a mesh on this machine is made of.
 *
 * @param root the checkout, with every module built
 * @param state everything that the mesh keeps; {@code .bridge} in the checkout
 * @param backoffScale 1.0: waits as the topology says; tests shorten them
 * @param startCaches how the JVMs use what an earlier start left for them
 * @param extra environment of all services, over what the mesh sets itself
 */
public record MeshConfig(
    Path root,
    Path state,
    String project,
    List<Service> services,
    Ports ports,
    double backoffScale,
    StartCaches.Use startCaches,
    Map<String, String> extra) {

  private static final String PROJECT = "bridge-local";

  /** The mesh of {@code ./bridge up}. */
  public static MeshConfig standard(Path root, Path state, Map<String, String> environment) {
    List<Service> services = services(root);
    return new MeshConfig(
        root,
        state,
        PROJECT,
        services,
        Ports.standard(services, environment),
        Double.parseDouble(environment.getOrDefault("BRIDGE_BACKOFF_SCALE", "1.0")),
        StartCaches.Use.READ,
        Map.of());
  }

  /** A mesh on free ports beside any other. */
  public static MeshConfig beside(Path root, Path state, double backoffScale) {
    List<Service> services = services(root);
    return new MeshConfig(
        root,
        state,
        PROJECT,
        services,
        Ports.free(services),
        backoffScale,
        StartCaches.Use.READ,
        Map.of());
  }

  public MeshConfig with(Map<String, String> environment) {
    return new MeshConfig(
        root, state, project, services, ports, backoffScale, startCaches, environment);
  }

  /** The same mesh, whose processes write their caches as they end. */
  MeshConfig recording() {
    return with(StartCaches.Use.WRITE);
  }

  MeshConfig reading() {
    return with(StartCaches.Use.READ);
  }

  private MeshConfig with(StartCaches.Use use) {
    return new MeshConfig(root, state, project, services, ports, backoffScale, use, extra);
  }

  Path topology() {
    return root.resolve("deploy/topology.yaml");
  }

  /** Files of local-cloud; the CA's certificate is {@code ca/ca.pem} in it. */
  public Path cloud() {
    return state.resolve("cloud");
  }

  Path redis() {
    return state.resolve("redis");
  }

  public Path caPem() {
    return cloud().resolve("ca/ca.pem");
  }

  /** Where a browser meets the gateway without the mesh's own certificate. */
  public String consoleUrl() {
    return "http://localhost:" + ports.of("gateway-service") + "/console";
  }

  public String gatewayUrl() {
    return "https://localhost:" + ports.of("gateway-https");
  }

  private static List<Service> services(Path root) {
    try {
      JsonNode services =
          new YAMLMapper().readTree(root.resolve("deploy/topology.yaml").toFile()).path("services");
      List<Service> found = new ArrayList<>();
      services
          .properties()
          .forEach(
              entry ->
                  found.add(
                      new Service(
                          entry.getKey(),
                          entry.getValue().path("port").intValue(),
                          entry.getValue().path("metadataPort").intValue())));
      return List.copyOf(found);
    } catch (IOException e) {
      throw new UncheckedIOException("deploy/topology.yaml cannot be read below " + root, e);
    }
  }
}
