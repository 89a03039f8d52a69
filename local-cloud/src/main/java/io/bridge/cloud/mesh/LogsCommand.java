package io.bridge.cloud.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "logs", description = "Show what the processes printed last.")
final class LogsCommand implements Callable<Integer> {
  @ParentCommand House house;

  @Parameters(
      arity = "0..1",
      paramLabel = "service",
      description = "One process, such as sync-service; without it all.")
  String service;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on showing what is printed.")
  boolean follow;

  @Option(
      names = {"-n", "--lines"},
      description = "Lines of each file to begin with (${DEFAULT-VALUE}).",
      defaultValue = "50")
  int lines;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Path> files = files();
    if (files.isEmpty()) {
      house.progress().println("There is no log" + (service == null ? "" : " of " + service) + ".");
      return 4;
    }
    List<String> tail = new ArrayList<>(List.of("tail", "-n", String.valueOf(lines)));
    if (follow) {
      tail.add("-F");
    }
    files.forEach(file -> tail.add(file.toString()));
    return new ProcessBuilder(tail).inheritIO().start().waitFor();
  }

  private List<Path> files() throws IOException {
    Path logs = house.state().resolve("logs");
    if (!Files.isDirectory(logs)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(logs)) {
      return all.filter(file -> service == null || file.endsWith(service + ".log"))
          .sorted()
          .toList();
    }
  }
}
