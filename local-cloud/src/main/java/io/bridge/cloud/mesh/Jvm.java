package io.bridge.cloud.mesh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the JVMs of the mesh are started. Eight of them share one machine: each gets a small young
 * generation, one stack of compiled code and few memory arenas.
 */
record Jvm(MeshConfig config) {
  /** Both for glibc: freed memory goes back to the machine instead of to one arena per thread. */
  static final Map<String, String> ENVIRONMENT =
      Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_TRIM_THRESHOLD_", "131072");

  /**
   * Everything before the program's own arguments.
   *
   * @param options of this program; the same in training and later, or its cache is dropped
   */
  List<String> command(String name, Path jar, List<String> options) {
    List<String> command = new ArrayList<>();
    // The JDK that runs this launcher runs the mesh.
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(StartCaches.of(config.root()).options(name, jar, config.startCaches()));
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  List<String> localTrust() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + config.cloud().resolve("ca/truststore.p12"),
        "-Djavax.net.ssl.trustStorePassword=changeit",
        "-Djavax.net.ssl.trustStoreType=PKCS12");
  }
}
