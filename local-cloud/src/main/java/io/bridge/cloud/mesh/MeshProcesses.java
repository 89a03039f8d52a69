package io.bridge.cloud.mesh;

import io.bridge.cloud.process.CommandFailure;
import io.bridge.cloud.process.Jvm;
import io.bridge.cloud.process.LocalProcess;
import io.bridge.cloud.process.ProcessSpec;
import io.bridge.cloud.process.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How each part of the mesh is started: command, environment, ports, sign of readiness. */
final class MeshProcesses {
  private static final String CLOUD = "local-cloud";
  private static final String GATEWAY = "gateway-service";

  private final MeshConfig config;
  private final ServiceEnvironment environment;
  private final Jvm jvm;

  MeshProcesses(MeshConfig config) {
    this.config = config;
    this.environment = new ServiceEnvironment(config, new Secrets(config.state()));
    this.jvm = new Jvm(config.root(), config.startCaches());
  }

  LocalProcess cloud() {
    return named(CLOUD);
  }

  LocalProcess named(String name) {
    return new LocalProcess(name.equals(CLOUD) ? cloudSpec() : spec(name), config.state());
  }

  ServiceEnvironment environment() {
    return environment;
  }

  ProcessSpec spec(String name) {
    Service service =
        config.services().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new CommandFailure(unknown(name)));
    Path jar = config.root().resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
    List<String> options = new ArrayList<>(List.of("-Xms32m", "-Xmx192m"));
    options.addAll(Jvm.NATIVE);
    options.addAll(Jvm.trust(config.cloud()));
    options.add(Jvm.temporaryFiles(LocalProcess.scratch(config.state(), name)));
    return new ProcessSpec(
        name,
        jvm.command(name, jar, options),
        jar,
        () -> environment.of(service),
        ports(service),
        serviceReady(service));
  }

  private String unknown(String name) {
    List<String> known = config.services().stream().map(Service::name).toList();
    return "There is no service " + name + "; there are " + String.join(", ", known);
  }

  private ProcessSpec cloudSpec() {
    List<String> command = jvm.cloudCommand(config.state());
    command.addAll(
        List.of(
            "--dir=" + config.cloud(),
            "--project=" + config.project(),
            "--topology=" + config.topology(),
            "--http-port=" + config.ports().of("cloud-https"),
            "--grpc-port=" + config.ports().of("cloud-grpc"),
            "--sign-in-port=" + config.ports().of("sign-in"),
            "--backoff-scale=" + config.backoffScale()));
    List<Integer> ports =
        new ArrayList<>(
            Stream.of("cloud-https", "cloud-grpc", "sign-in").map(config.ports()::of).toList());
    for (Service service : config.services()) {
      int metadata = config.ports().of(service.name() + ".metadata");
      ports.add(metadata);
      command.add("--metadata-port=" + service.name() + "=" + metadata);
      command.add("--service=" + service.name() + "=" + environment.url(service.name()));
    }
    URI certificates = URI.create(environment.cloudUrl() + "/oauth2/v3/certs");
    return new ProcessSpec(
        CLOUD,
        command,
        jvm.cloudJar(),
        () -> Jvm.ENVIRONMENT,
        ports,
        new Readiness(certificates, config.cloud()));
  }

  private List<Integer> ports(Service service) {
    int http = config.ports().of(service.name());
    return service.name().equals(GATEWAY)
        ? List.of(http, config.ports().of("gateway-https"))
        : List.of(http);
  }

  private Readiness serviceReady(Service service) {
    return new Readiness(
        URI.create("http://127.0.0.1:" + config.ports().of(service.name()) + "/q/health/ready"),
        null);
  }
}
