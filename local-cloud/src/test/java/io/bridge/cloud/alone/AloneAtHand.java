package io.bridge.cloud.alone;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands in this process, over a jar that stands for the built one. */
final class AloneAtHand {
  private static final List<String> ANYWHERE =
      List.of("--port=0", "--grpc-port=0", "--sign-in-port=0", "--metadata-port=0");

  /** What a command said. */
  record Answer(int exitCode, String stdout, String stderr) {}

  private final Path root;
  private final Path state;

  /**
   * @param dir where the jar and all state are
   */
  AloneAtHand(Path dir) throws IOException {
    root = dir.resolve("checkout");
    state = dir.resolve("it's state");
    writeJar(
        Files.createDirectories(root.resolve("local-cloud/target")).resolve("local-cloud.jar"));
  }

  Path state() {
    return state;
  }

  Answer up(String... more) {
    List<String> all = new ArrayList<>(List.of("up"));
    all.addAll(List.of(more));
    ANYWHERE.stream().filter(option -> !isGiven(option, all)).forEach(all::add);
    if (all.contains("--open")) {
      all.addAll(List.of("--open-port=0", "--open-grpc-port=0"));
    }
    return run(all.toArray(String[]::new));
  }

  private static boolean isGiven(String option, List<String> words) {
    String name = option.substring(0, option.indexOf('=') + 1);
    return words.stream().anyMatch(word -> word.startsWith(name));
  }

  Answer run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(stdout, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(stderr, true, StandardCharsets.UTF_8));
    try {
      int exitCode = CloudCommands.commandLine(new CloudCommands(root, state)).execute(args);
      return new Answer(
          exitCode,
          stdout.toString(StandardCharsets.UTF_8),
          stderr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static void writeJar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, io.bridge.cloud.Main.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }
}
