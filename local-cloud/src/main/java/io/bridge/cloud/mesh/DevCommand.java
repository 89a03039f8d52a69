package io.bridge.cloud.mesh;

import io.bridge.cloud.process.ProcessSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "dev",
    description =
        "Run one service in Quarkus dev mode with live reload; the rest of the mesh is up.")
final class DevCommand implements Callable<Integer> {
  @ParentCommand House house;

  @Parameters(paramLabel = "service", description = "Such as sync-service.")
  String service;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Mesh mesh = house.mesh();
    ProcessSpec spec = mesh.spec(service);
    mesh.up(part -> house.progress().println(Parts.line(part)));
    mesh.stop(service);
    house.progress().println(service + " runs in dev mode on port " + spec.ports().getFirst());
    Process dev = quarkusDev(spec);
    // A hook, because Ctrl-C is the usual way out of dev mode.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> startAgain(mesh, dev)));
    return dev.waitFor();
  }

  /** Not before dev mode has let go of the port. */
  private void startAgain(Mesh mesh, Process dev) {
    dev.descendants().forEach(ProcessHandle::destroy);
    dev.destroy();
    dev.onExit().join();
    mesh.start(service);
  }

  /** The mesh's own environment, so that the service meets the same databases, keys and cloud. */
  private Process quarkusDev(ProcessSpec spec) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                house.root().resolve("mvnw").toString(),
                "quarkus:dev",
                "-pl",
                service,
                "-Ddebug=false",
                "-Djvm.args=" + String.join(" ", trust(spec))));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(house.root().toFile()).inheritIO();
    Map<String, String> environment = builder.environment();
    environment.putAll(spec.environment().get());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private static List<String> trust(ProcessSpec spec) {
    return spec.command().stream().filter(word -> word.startsWith("-Djavax.net.ssl")).toList();
  }
}
