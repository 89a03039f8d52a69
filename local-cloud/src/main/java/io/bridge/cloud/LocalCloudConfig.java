package io.bridge.cloud;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * How to start a {@link LocalCloud}.
 *
 * @param dir where all state lives; created when absent
 * @param project Google project id, for example {@code bridge-local}
 * @param topology the file {@code deploy/topology.yaml}
 * @param httpPort HTTPS port on loopback; 0 takes any free one
 * @param grpcPort gRPC port (TLS) on loopback; 0 takes any free one
 * @param signInPort plain HTTP port on loopback of the sign-in pages; 0 takes any free one
 * @param metadataPorts plain HTTP port of each service's metadata server; 0 takes any free one
 * @param serviceUrls base URL of each service for pushes, tasks and schedules; a service that is
 *     absent is reached at {@code http://localhost:<port of the topology>}
 * @param backoffScale every backoff and every schedule interval is multiplied by it; 1.0 is the
 *     topology's own time, tests take 0.01
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
    double backoffScale) {

  public LocalCloudConfig {
    if (!project.matches("[a-z][a-z0-9-]{4,28}[a-z0-9]")) {
      throw new IllegalArgumentException(
          "A project id has 6 to 30 lower-case letters, digits and hyphens; not " + project);
    }
    metadataPorts = Map.copyOf(metadataPorts);
    serviceUrls = Map.copyOf(serviceUrls);
    if (!(backoffScale > 0 && backoffScale <= 1000)) {
      throw new IllegalArgumentException("backoffScale must be above 0: " + backoffScale);
    }
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
}
