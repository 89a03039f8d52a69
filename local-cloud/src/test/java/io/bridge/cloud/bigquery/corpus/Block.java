package io.bridge.cloud.bigquery.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a file: a line {@code == title}, and up to the next such line its text. Lines that
 * start with a mark and a space, and the mark alone, are not of the text. Comments start with
 * {@code ##}.
 */
record Block(String title, List<String> lines) {
  private static final String TITLE = "== ";

  static List<Block> read(String file) {
    List<Block> blocks = new ArrayList<>();
    for (String line : text(file).split("\n")) {
      if (line.startsWith(TITLE)) {
        blocks.add(new Block(line.substring(TITLE.length()).strip(), new ArrayList<>()));
      } else if (!line.isBlank() && !line.startsWith("##")) {
        blocks.getLast().lines().add(line);
      }
    }
    return blocks;
  }

  private static String text(String file) {
    try (InputStream in = Block.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What follows a mark, for each line that has it. */
  List<String> marked(String mark) {
    return lines.stream()
        .filter(line -> isMarked(line, mark))
        .map(line -> line.substring(mark.length()).strip())
        .toList();
  }

  /** The lines without any of these marks. */
  String textWithout(String... marks) {
    return String.join(
        "\n",
        lines.stream()
            .filter(line -> Arrays.stream(marks).noneMatch(mark -> isMarked(line, mark)))
            .toList());
  }

  private static boolean isMarked(String line, String mark) {
    return line.equals(mark) || line.startsWith(mark + " ");
  }
}
