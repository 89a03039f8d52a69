package io.bridge.cloud;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * How to start a {@link LocalCloud}.
 *
 * @param dir where all state lives; created when absent
 * @param project Google project id, for example {@code bridge-local}
 * @param topology a file as {@code deploy/topology.yaml}; null for {@link
 *     io.bridge.cloud.topology.Topology#builtIn one account and nothing else}
 * @param httpPort HTTPS port on loopback; 0 takes any free one
 * @param grpcPort gRPC port (TLS) on loopback; 0 takes any free one
 * @param signInPort plain HTTP port on loopback of the sign-in pages; 0 takes any free one
 * @param metadataPorts plain HTTP port of each service's metadata server; 0 takes any free one
 * @param serviceUrls base URL of each service for pushes, tasks and schedules; a service that is
 *     absent is reached at {@code http://localhost:<port of the topology>}
 * @param backoffScale every backoff and every schedule interval is multiplied by it; 1.0 is the
 *     topology's own time, tests take 0.01
 * @param open null for none, which is what a config has unless {@link #opened} is asked for
 * @param faults whether {@code /fault} takes rules; it does not exist otherwise
 */
public record LocalCloudConfig(
    Path dir,
    String project,
    Path topology,
    int httpPort,
    int grpcPort,
    int signInPort,
    Map<String, Integer> metadataPorts,
    Map<String, URI> serviceUrls,
    double backoffScale,
    OpenPorts open,
    boolean faults) {

  public LocalCloudConfig {
    if (!isProject(project)) {
      throw new IllegalArgumentException(notAProject(project));
    }
    metadataPorts = Map.copyOf(metadataPorts);
    serviceUrls = Map.copyOf(serviceUrls);
    if (!(backoffScale > 0 && backoffScale <= 1000)) {
      throw new IllegalArgumentException("backoffScale must be above 0: " + backoffScale);
    }
  }

  /** Without open ports and faults. */
  public LocalCloudConfig(
      Path dir,
      String project,
      Path topology,
      int httpPort,
      int grpcPort,
      int signInPort,
      Map<String, Integer> metadataPorts,
      Map<String, URI> serviceUrls,
      double backoffScale) {
    this(
        dir,
        project,
        topology,
        httpPort,
        grpcPort,
        signInPort,
        metadataPorts,
        serviceUrls,
        backoffScale,
        null,
        false);
  }

  /** With the sign-in pages on any free port. */
  public LocalCloudConfig(
      Path dir,
      String project,
      Path topology,
      int httpPort,
      int grpcPort,
      Map<String, Integer> metadataPorts,
      Map<String, URI> serviceUrls,
      double backoffScale) {
    this(dir, project, topology, httpPort, grpcPort, 0, metadataPorts, serviceUrls, backoffScale);
  }

  /** The same, listening in plaintext too: whoever reaches those ports is the project's owner. */
  public LocalCloudConfig opened(OpenPorts ports) {
    return with(ports, faults);
  }

  /** The same, with {@code /fault}. */
  public LocalCloudConfig withFaults() {
    return with(open, true);
  }

  private LocalCloudConfig with(OpenPorts ports, boolean withFaults) {
    return new LocalCloudConfig(
        dir,
        project,
        topology,
        httpPort,
        grpcPort,
        signInPort,
        metadataPorts,
        serviceUrls,
        backoffScale,
        ports,
        withFaults);
  }

  /** Whether Google would take it for a project id. */
  public static boolean isProject(String id) {
    return id.matches("[a-z][a-z0-9-]{4,28}[a-z0-9]");
  }

  /** What is said of an id that is none. */
  public static String notAProject(String id) {
    return "A project id has 6 to 30 lower-case letters, digits and hyphens; not " + id;
  }
}
