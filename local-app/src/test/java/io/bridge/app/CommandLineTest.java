package io.bridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "help",
        "push --help",
        "help push",
        "help team create",
        "help connection add",
        "dashboard data --help",
        "help ask",
        "team create -h",
        "--output json catalog scan --help",
        "--version",
        "completion bash",
        "completion zsh"
      })
  void answersOnStdoutAndEndsWithZero(String words) {
    App.Outcome outcome = new App(folder).run(words.split(" "));

    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.out().contains("bridge"), outcome.out());
    assertEquals("", outcome.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "team",
        "pusch",
        "push",
        "push a b",
        "push --paralel 3 x",
        "--output xml whoami",
        "push x --parallel 0",
        "push x --parallel 17",
        "push x --parallel many",
        "help nothing",
        "connection",
        "connection add",
        "dashboard",
        "dashboard apply",
        "dashboard apply x --revision one",
        "ask",
        "completion fish",
        "login --gateway"
      })
  void saysOnStderrHowItIsUsedAndEndsWithTwo(String words) {
    App.Outcome outcome = new App(folder).run(words.isEmpty() ? new String[0] : words.split(" "));

    assertEquals(2, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().startsWith("error: "), outcome.err());
    assertTrue(outcome.err().contains("--help"), outcome.err());
    assertEquals("", outcome.out());
  }

  @ParameterizedTest
  @CsvSource({
    "cloud up --op,--open",
    "cloud env --format n,node",
    "cloud re,reset",
    "dev sy,sync-service",
    "connection ad,add"
  })
  void completesWhatTheScriptRunsItselfToo(String words, String completed) throws Exception {
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, new App(folder).run("completion", "bash").out());
    String[] all = ("bridge " + words).split(" ");
    String complete =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_bridge; echo \"${COMPREPLY[*]}\""
            .formatted(script, String.join(" ", all), all.length - 1);

    Process bash = new ProcessBuilder("bash", "-c", complete).start();

    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(List.of(said.strip().split(" ")).contains(completed), said);
  }

  @Test
  void suggestsWhatMayHaveBeenMeant() {
    assertTrue(new App(folder).run("pusch").err().contains("Did you mean push?"));
  }

  @Test
  void coloursForATerminalOnly() {
    App app = new App(folder).atATerminal();

    assertTrue(app.run("--help").out().contains("\u001b["));
    assertTrue(app.run("whoami").err().contains("\u001b[1;31merror:"));
    assertTrue(!app.run("--no-color", "--help").out().contains("\u001b["));
    assertTrue(!app.run("--no-color", "whoami").err().contains("\u001b["));
    assertTrue(!app.with("NO_COLOR", "1").run("whoami").err().contains("\u001b["));
  }

  @Test
  void saysThatTheAppItselfFailed() {
    App app = new App(folder).with("TMPDIR", "\0");

    App.Outcome outcome = app.run("push", "x", "--verbose");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("This should not have happened: InvalidPath"), outcome.err());
    assertTrue(outcome.err().contains("  #   at "), outcome.err());
  }

  @Test
  void saysThatAFolderCannotBeWritten() {
    App.Outcome outcome = new App(folder).with("TMPDIR", "/nowhere").run("push", "x");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("Set TMPDIR"), outcome.err());
  }

  @Test
  void runsAsAProcess() throws IOException, InterruptedException {
    Finished version = process("--version");
    Finished nobody = process("whoami");

    assertEquals(0, version.exitCode());
    assertTrue(version.out().startsWith("bridge "), version.out());
    assertEquals(3, nobody.exitCode());
    assertEquals("", nobody.out());
    assertTrue(nobody.err().contains("Nobody is signed in"), nobody.err());
  }

  private record Finished(int exitCode, String out, String err) {}

  private Finished process(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.bridge.app.Main"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Finished(process.waitFor(), out, err);
  }
}
