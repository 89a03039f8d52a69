package io.bridge.mesh;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.bridge.cloud.mesh.LocalApp;
import io.bridge.cloud.mesh.Mesh;
import io.bridge.cloud.mesh.MeshConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One mesh of real processes for all test classes, on free ports, from an empty state; its waits
 * are a hundredth of the topology's. Ended after the last class.
 */
final class RunningMesh implements BeforeAllCallback, ParameterResolver {
  static final String PASSWORD = "correct horse battery staple";

  /** What a crash leaves is found after seconds instead of minutes. */
  static final Map<String, String> SHORT_WAITS =
      Map.of(
          "BRIDGE_SYNC_LOAD_LEASE", "3s",
          "BRIDGE_SYNC_REAP_AFTER", "1s",
          "BRIDGE_AGENT_TASK_LEASE", "5s",
          "BRIDGE_AGENT_REAP_AFTER", "2s",
          "BRIDGE_DASHBOARD_LEASE_CHECK", "1s");

  /** What a test works with. */
  static final class Handle implements AutoCloseable {
    private final Mesh mesh;
    private Gateway gateway;
    private String key;

    private Handle(Mesh mesh) {
      this.mesh = mesh;
    }

    Mesh mesh() {
      return mesh;
    }

    MeshConfig config() {
      return mesh.config();
    }

    LocalApp app(String session) {
      return new LocalApp(mesh.config(), session);
    }

    /** One for all tests: each would make its own client and connections. */
    synchronized Gateway gateway() {
      if (gateway == null) {
        gateway = new Gateway(mesh.config());
      }
      return gateway;
    }

    /** One for all tests: an account has ten keys at most. */
    synchronized String warehouseKey() {
      if (key == null) {
        key = mesh.issueKey("mesh-tests");
      }
      return key;
    }

    /** The warehouse through Google's own client, with local-cloud's administrator. */
    BigQuery warehouse() {
      return BigQueryOptions.newBuilder()
          .setHost("https://localhost:" + config().ports().of("cloud-https"))
          .setProjectId(config().project())
          .setTransportOptions(Trust.transport(config().cloud()))
          .setCredentials(administrator())
          .build()
          .getService();
    }

    FieldValueList one(String sql) {
      try {
        return warehouse().query(QueryJobConfiguration.of(sql)).iterateAll().iterator().next();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    long count(String table) {
      return one("SELECT COUNT(*) FROM " + table).get(0).getLongValue();
    }

    String logs() {
      try (Stream<Path> logs = Files.list(config().state().resolve("logs"))) {
        StringBuilder all = new StringBuilder();
        for (Path log : logs.toList()) {
          all.append(Files.readString(log));
        }
        return all.toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private GoogleCredentials administrator() {
      try {
        String token = Files.readString(config().cloud().resolve("iam/admin-token")).strip();
        return GoogleCredentials.create(
            new AccessToken(token, Date.from(Instant.now().plusSeconds(3000))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      mesh.down();
    }
  }

  /** Looks until it holds or the time is over. */
  static void await(Duration limit, BooleanSupplier holds) {
    Instant end = Instant.now().plus(limit);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("It did not come true within " + limit);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    handle(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Handle.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return handle(context);
  }

  private static Handle handle(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .computeIfAbsent(Handle.class, _ -> start(), Handle.class);
  }

  private static Handle start() {
    Path root = Path.of(System.getProperty("bridge.root", "..")).toAbsolutePath().normalize();
    Path state = Path.of(System.getProperty("bridge.mesh.state", "target/mesh")).toAbsolutePath();
    delete(state);
    Mesh mesh = new Mesh(MeshConfig.beside(root, state, 0.01).with(SHORT_WAITS));
    mesh.up(part -> System.out.println("mesh: " + part));
    return new Handle(mesh);
  }

  private static void delete(Path state) {
    if (!Files.exists(state)) {
      return;
    }
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
