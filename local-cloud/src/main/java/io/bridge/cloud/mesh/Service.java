package io.bridge.cloud.mesh;

/**
 * One service of the topology.
 *
 * @param port HTTP on loopback
 * @param metadataPort its own metadata server, which makes it its own service account
 */
public record Service(String name, int port, int metadataPort) {}
