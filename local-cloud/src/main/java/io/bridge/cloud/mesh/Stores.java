package io.bridge.cloud.mesh;

import io.bridge.cloud.mesh.Mesh.Part;
import io.bridge.cloud.postgres.PostgresServer;
import io.bridge.cloud.process.CommandFailure;
import io.bridge.cloud.process.Memory;
import io.bridge.cloud.redis.RedisServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL with a database for each service, and Redis. */
final class Stores {
  private final MeshConfig config;
  private final ServiceEnvironment environment;

  Stores(MeshConfig config, ServiceEnvironment environment) {
    this.config = config;
    this.environment = environment;
  }

  Part startPostgres() {
    Instant begun = Instant.now();
    try {
      PostgresServer server = PostgresServer.start(postgresDir(), config.ports().of("postgres"));
      for (Service service : config.services()) {
        String name = ServiceEnvironment.database(service);
        server.ensureDatabase(name, name, environment.databasePassword(service));
      }
      return ready("postgres", begun, server.pid(), server.port());
    } catch (IllegalStateException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }

  Part startRedis() {
    Instant begun = Instant.now();
    try {
      RedisServer server = RedisServer.start(config.redis(), config.ports().of("redis"));
      return ready("redis", begun, server.pid(), server.port());
    } catch (IllegalStateException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }

  /** Names of those that ran. */
  List<String> stop() {
    List<String> stopped = new ArrayList<>();
    runningRedis()
        .ifPresent(
            server -> {
              server.close();
              stopped.add("redis");
            });
    runningPostgres()
        .ifPresent(
            server -> {
              server.close();
              stopped.add("postgres");
            });
    return stopped;
  }

  /** Ends Redis alone; what it held is gone. */
  void stopRedis() {
    runningRedis().ifPresent(RedisServer::close);
  }

  List<Part> status() {
    return List.of(
        runningPostgres()
            .map(server -> Part.of("postgres", Part.READY, server.pid(), server.port()))
            .orElseGet(() -> down("postgres")),
        runningRedis()
            .map(server -> Part.of("redis", Part.READY, server.pid(), server.port()))
            .orElseGet(() -> down("redis")));
  }

  private Part down(String name) {
    return Part.of(name, "down", 0, config.ports().of(name));
  }

  private static Part ready(String name, Instant begun, long pid, int port) {
    return new Part(name, Part.READY, pid, port, Part.since(begun), Memory.resident(pid));
  }

  private Optional<PostgresServer> runningPostgres() {
    return PostgresServer.running(postgresDir());
  }

  private Optional<RedisServer> runningRedis() {
    return RedisServer.running(config.redis());
  }

  private Path postgresDir() {
    return config.state().resolve("postgres");
  }
}
