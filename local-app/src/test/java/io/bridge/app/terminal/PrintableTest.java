package io.bridge.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void leavesTextOfAllScriptsAlone() {
    assertEquals("naïve 日本語 𝄞 |", Printable.text("naïve 日本語 𝄞 |"));
    assertEquals("", Printable.text(null));
  }

  @Test
  void escapesWhatATerminalActsUpon() {
    assertEquals("\\u001b[2J\\u0007", Printable.text("\u001b[2J\u0007"));
    assertEquals("a\\u000d\\u000ab", Printable.text("a\r\nb"));
    assertEquals("\\u009b\\u007f", Printable.text("\u009b\u007f"));
    assertEquals("\\u202e\\u2066\\u200f\\u2028", Printable.text("\u202e\u2066\u200f\u2028"));
    assertEquals("\\ud800", Printable.text("\ud800"));
  }

  @Test
  void keepsJsonTheSameValue() throws IOException {
    String odd = "\u001b \u009b \u202e \udb40\udc01 \n \" \\";

    String json = Json.write(Map.of("v", odd));

    assertTrue(json.codePoints().noneMatch(Printable::isUnsafe), json);
    assertEquals(odd, Json.read(json.getBytes(), JsonNode.class).path("v").asText());
  }

  @Test
  void linesUpNumbersToTheRight() {
    TextTable table =
        new TextTable("NAME", "ROWS").row("a", 5).row("lang 𝄞", 12_000).row(null, null);

    assertEquals(List.of("NAME     ROWS", "a           5", "lang 𝄞  12000", ""), table.lines());
    assertThrows(IllegalArgumentException.class, () -> table.row("only one"));
  }

  @Test
  void printsTheHeaderBoldWhereAPersonReads() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal.Look look = new Terminal.Look(OutputFormat.TABLE, true, false, false);
    Terminal terminal = new Terminal(new PrintStream(out), new PrintStream(out), look);

    terminal.show(Map.of(), () -> new TextTable("A").row("x"));
    terminal.detail("not asked for");

    assertEquals("\u001b[1mA\u001b[0m\nx\n", out.toString());
    assertEquals("json", OutputFormat.JSON.toString());
  }
}
