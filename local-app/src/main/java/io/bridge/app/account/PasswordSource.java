package io.bridge.app.account;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import io.bridge.app.run.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the password comes from; never an argument, which every process could read. */
final class PasswordSource {
  private static final int MAX_BYTES = 4096;

  @Option(names = "--password-file", paramLabel = "FILE", description = "First line of the file.")
  private Path file;

  @Option(names = "--password-stdin", description = "First line of stdin.")
  private boolean stdin;

  /**
   * @param source null: the variable BRIDGE_PASSWORD, else the person is asked
   */
  static char[] read(PasswordSource source, Surroundings surroundings) {
    char[] password = source == null ? unasked(surroundings) : source.given(surroundings);
    if (password.length == 0) {
      throw INVALID_REQUEST.with("The password is empty.");
    }
    return password;
  }

  private static char[] unasked(Surroundings surroundings) {
    return surroundings
        .variable("BRIDGE_PASSWORD")
        .map(String::toCharArray)
        .or(() -> surroundings.person().password("Password: "))
        .orElseThrow(
            () ->
                INVALID_REQUEST.with(
                    "There is no password: give --password-file, --password-stdin or"
                        + " BRIDGE_PASSWORD."));
  }

  private char[] given(Surroundings surroundings) {
    try {
      return stdin
          ? firstLine(surroundings.streams().in().readNBytes(MAX_BYTES))
          : firstLine(Files.readAllBytes(surroundings.resolve(file)));
    } catch (IOException _) {
      throw INVALID_REQUEST.with(
          "The password cannot be read from " + (stdin ? "stdin" : file) + ".");
    }
  }

  private static char[] firstLine(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.lines().findFirst().orElse("").toCharArray();
  }
}
