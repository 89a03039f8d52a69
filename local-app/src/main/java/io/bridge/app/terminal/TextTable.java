package io.bridge.app.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under a header, columns as wide as their widest cell; numbers to the right. */
public final class TextTable {
  private static final String GAP = "  ";
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.,]*|");

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    this.header = List.of(header);
  }

  /** As many cells as the header has; null is printed as nothing. */
  public TextTable row(Object... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException("a row needs " + header.size() + " cells");
    }
    List<String> texts = new ArrayList<>(cells.length);
    for (Object cell : cells) {
      texts.add(cell == null ? "" : Printable.text(cell.toString()));
    }
    rows.add(List.copyOf(texts));
    return this;
  }

  /** The header first. */
  List<String> lines() {
    List<Column> columns =
        IntStream.range(0, header.size()).mapToObj(i -> column(header.get(i), i)).toList();
    List<String> lines = new ArrayList<>();
    lines.add(line(columns, header));
    rows.forEach(row -> lines.add(line(columns, row)));
    return lines;
  }

  private record Column(int width, boolean numeric) {
    String padded(String cell) {
      String pad = " ".repeat(width - length(cell));
      return numeric ? pad + cell : cell + pad;
    }
  }

  private Column column(String title, int index) {
    List<String> cells = rows.stream().map(row -> row.get(index)).toList();
    int widest = cells.stream().mapToInt(TextTable::length).max().orElse(0);
    boolean numeric = !cells.isEmpty() && cells.stream().allMatch(NUMBER.asMatchPredicate());
    return new Column(Math.max(widest, length(title)), numeric);
  }

  private static String line(List<Column> columns, List<String> cells) {
    return IntStream.range(0, cells.size())
        .mapToObj(i -> columns.get(i).padded(cells.get(i)))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
