package io.bridge.cloud.mesh;

import io.bridge.cloud.process.FileTree;
import io.bridge.cloud.process.StartCaches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/**
 * Runs a mesh of its own once, does the main job with a small file, and keeps what each process
 * writes as it ends: its start cache. Takes a minute or two after a build; every later start is
 * several times faster.
 */
final class Training {
  private final Path root;
  private final StartCaches caches;

  Training(Path root) {
    this.root = root;
    this.caches = StartCaches.of(root);
  }

  boolean isNeeded() {
    Mesh mesh = new Mesh(MeshConfig.beside(root, root.resolve("target"), 1));
    return mesh.javaProcesses().stream()
        .anyMatch(process -> !caches.holds(process.name(), process.jar()));
  }

  /** Never fails the build: without caches the mesh starts slower, that is all. */
  void run(Consumer<String> progress) {
    Path state = temporaryState();
    Mesh mesh = new Mesh(MeshConfig.beside(root, state, 0.01).recording());
    try {
      progress.accept("Training the start-up of the mesh …");
      mesh.up(_ -> {});
      exercise(mesh, state);
    } catch (RuntimeException e) {
      progress.accept("The training run ended early: " + e.getMessage());
    } finally {
      mesh.down();
      mesh.javaProcesses().forEach(process -> caches.keep(process.name(), process.jar()));
      caches.keep("local-app", root.resolve("local-app/target/local-app.jar"));
      delete(state);
    }
  }

  /** The main job with the mesh as it is; what it prints is of no interest. */
  private static void exercise(Mesh mesh, Path state) {
    LocalApp app = new LocalApp(mesh.config(), "training").quiet();
    Path file = smallFile(state.resolve("training.duckdb"));
    String password = new Secrets(state).password("training-user");
    new MainJob(mesh.config(), app, _ -> {})
        .run(new MainJob.Task("training@bridge.example", password, "Training", file, "training"));
  }

  private static Path smallFile(Path file) {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          "CREATE TABLE places AS SELECT i AS place_id, 'place ' || i AS name,"
              + " 'region ' || (i % 3) AS region FROM range(12) t(i)");
      statement.execute(
          "CREATE TABLE visits AS SELECT i AS visit_id, i % 12 AS place_id,"
              + " DATE '2025-01-01' + (i % 365)::INTEGER AS visited_on,"
              + " (i % 97)::DECIMAL(9,2) AS amount, i % 5 AS people FROM range(5000) t(i)");
      return file;
    } catch (SQLException e) {
      throw new IllegalStateException("The training's file could not be written", e);
    }
  }

  private static Path temporaryState() {
    try {
      return Files.createTempDirectory("bridge-training");
    } catch (IOException e) {
      throw new UncheckedIOException("There is no place to train in", e);
    }
  }

  private static void delete(Path state) {
    try {
      FileTree.delete(state);
    } catch (IOException e) {
      throw new UncheckedIOException("What the training left could not be deleted: " + state, e);
    }
  }
}
