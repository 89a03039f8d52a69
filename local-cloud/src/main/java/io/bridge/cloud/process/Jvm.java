package io.bridge.cloud.process;

import io.bridge.cloud.tls.Tls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the JVMs on this machine are started. Many of them share it: each gets a small young
 * generation, one stack of compiled code and few memory arenas.
 *
 * @param root the checkout, with what is started built in it
 * @param startCaches how they use what an earlier start left for them
 */
public record Jvm(Path root, StartCaches.Use startCaches) {
  /** Both for glibc: freed memory goes back to the machine instead of to one arena per thread. */
  public static final Map<String, String> ENVIRONMENT =
      Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_TRIM_THRESHOLD_", "131072");

  /** ZetaSQL, DuckDB and Netty reach beyond Java. */
  public static final List<String> NATIVE =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final List<String> CLOUD_HEAP = List.of("-Xms64m", "-Xmx1g");

  /**
   * Everything before the program's own arguments.
   *
   * @param options of this program; the same in training and later, or its cache is dropped
   */
  public List<String> command(String name, Path jar, List<String> options) {
    List<String> command = new ArrayList<>();
    // The JDK that runs this launcher runs the mesh.
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.addAll(options);
    command.addAll(StartCaches.of(root).options(name, jar, startCaches));
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  /**
   * The same for local-cloud, in a mesh or alone: one cache serves both.
   *
   * @param state the folder of its {@link LocalProcess}
   */
  public List<String> cloudCommand(Path state) {
    List<String> options = new ArrayList<>(CLOUD_HEAP);
    options.add(temporaryFiles(LocalProcess.scratch(state, "local-cloud")));
    options.addAll(NATIVE);
    return command("local-cloud", cloudJar(), options);
  }

  /** The options that local-cloud has there, for one that runs from a class path. */
  public static List<String> cloudOptions() {
    List<String> options = new ArrayList<>(SMALL);
    options.addAll(CLOUD_HEAP);
    options.addAll(NATIVE);
    return options;
  }

  /** The option that has a JVM write its temporary files there. */
  public static String temporaryFiles(Path dir) {
    return "-Djava.io.tmpdir=" + dir;
  }

  public Path cloudJar() {
    return root.resolve("local-cloud/target/local-cloud.jar");
  }

  /**
   * Options of a JVM that trusts a local-cloud's authority and nothing else.
   *
   * @param cloud the local-cloud's folder
   */
  public static List<String> trust(Path cloud) {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + Tls.trustStore(cloud),
        "-Djavax.net.ssl.trustStorePassword=" + Tls.PASSWORD,
        "-Djavax.net.ssl.trustStoreType=PKCS12");
  }
}
