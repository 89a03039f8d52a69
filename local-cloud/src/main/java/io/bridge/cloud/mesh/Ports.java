package io.bridge.cloud.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where each part listens, all on loopback. Names: {@code gateway-https}, a service's name, its
 * name with {@code .metadata}, {@code cloud-https}, {@code cloud-grpc}, {@code sign-in}, {@code
 * redis}, {@code postgres}.
 */
public record Ports(Map<String, Integer> byName) {
  private static final Map<String, Integer> FIXED =
      Map.of(
          "gateway-https", 8443,
          "cloud-https", 8090,
          "cloud-grpc", 8091,
          "sign-in", 8092,
          "redis", 8379,
          "postgres", 8432);

  public Ports {
    byName = Map.copyOf(byName);
  }

  public int of(String name) {
    Integer port = byName.get(name);
    if (port == null) {
      throw new IllegalArgumentException("No port is named " + name);
    }
    return port;
  }

  /**
   * The house's own ports; {@code BRIDGE_PORT_<NAME>} in the environment sets another, such as
   * {@code BRIDGE_PORT_CLOUD_HTTPS}.
   */
  static Ports standard(List<Service> services, Map<String, String> environment) {
    Map<String, Integer> ports = new LinkedHashMap<>(FIXED);
    for (Service service : services) {
      ports.put(service.name(), service.port());
      ports.put(service.name() + ".metadata", service.metadataPort());
    }
    ports.replaceAll((name, port) -> chosen(name, port, environment));
    return new Ports(ports);
  }

  /** Free ports, for a mesh beside another one. */
  static Ports free(List<Service> services) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (String name : standard(services, Map.of()).byName().keySet()) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.put(name, socket.getLocalPort());
      }
      for (ServerSocket socket : held) {
        socket.close();
      }
      return new Ports(ports);
    } catch (IOException e) {
      throw new IllegalStateException("No free port was found", e);
    }
  }

  private static int chosen(String name, int port, Map<String, String> environment) {
    String variable = "BRIDGE_PORT_" + name.toUpperCase(Locale.ROOT).replaceAll("[-.]", "_");
    String value = environment.get(variable);
    if (value == null || value.isBlank()) {
      return port;
    }
    try {
      int number = Integer.parseInt(value.strip());
      if (number > 0 && number < 65_536) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, together with a number out of range.
    }
    throw new IllegalArgumentException(
        variable + " is \"" + value + "\"; a port is a number from 1 to 65535");
  }
}
