package io.bridge.cloud.alone;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an installation was started the last time.
 *
 * @param topology whole path of a file as deploy/topology.yaml; null for the built-in one
 * @param account short name of who programs are by Application Default Credentials
 * @param openPort plain HTTP; null where nothing is open
 * @param openGrpcPort plaintext gRPC; null where nothing is open
 */
record Settings(
    String project,
    String topology,
    String account,
    int port,
    int grpcPort,
    int signInPort,
    int metadataPort,
    Integer openPort,
    Integer openGrpcPort,
    boolean faults) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  static Optional<Settings> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), Settings.class));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("The settings cannot be read: " + file, e);
    }
  }

  void write(Path file) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, JSON.writeValueAsBytes(this));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("The settings cannot be kept: " + file, e);
    }
  }

  @JsonIgnore
  boolean isOpen() {
    return openPort != null;
  }

  String https() {
    return "https://localhost:" + port;
  }

  String grpc() {
    return "localhost:" + grpcPort;
  }

  String openHttp() {
    return "http://localhost:" + openPort;
  }

  String openGrpc() {
    return "localhost:" + openGrpcPort;
  }

  /** Every port that is listened on. */
  List<Integer> ports() {
    List<Integer> all = new ArrayList<>(List.of(port, grpcPort, signInPort, metadataPort));
    if (isOpen()) {
      all.addAll(List.of(openPort, openGrpcPort));
    }
    return all;
  }

  /** Arguments of local-cloud's own process. */
  List<String> arguments(Path data) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--dir=" + data,
                "--project=" + project,
                "--http-port=" + port,
                "--grpc-port=" + grpcPort,
                "--sign-in-port=" + signInPort,
                "--metadata-port=" + account + "=" + metadataPort));
    if (topology != null) {
      all.add("--topology=" + topology);
    }
    if (isOpen()) {
      all.add("--open-port=" + openPort);
      all.add("--open-grpc-port=" + openGrpcPort);
    }
    if (faults) {
      all.add("--faults");
    }
    return all;
  }
}
