package io.bridge.cloud.bigquery.corpus;

import io.bridge.sql.SqlType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement and what it has to give. In a file:
 *
 * <pre>
 * == what it shows &#64; page#section of BigQuery's documentation
 * ? INT64 = 5                 a positional parameter
 * ?name ARRAY&lt;INT64&gt; = [1, 2]  a named one
 * SELECT …
 * : x INT64, y STRING         the schema
 * = 1 | a                     a row; ~ in the place of = where rows have no order
 * ! text                      or a part of the error's message, in any case
 * </pre>
 *
 * @param name unique: its file and its title
 * @param source where the expectation comes from
 * @param schema null where an error is expected
 * @param ordered whether the rows' order counts
 * @param error null where rows are expected
 */
record CorpusCase(
    String name,
    String source,
    String sql,
    List<Parameter> parameters,
    SqlType.Struct schema,
    List<List<Object>> rows,
    boolean ordered,
    String error) {
  private static final List<String> FAMILIES =
      List.of(
          "conditional",
          "string",
          "bytes",
          "mathematical",
          "numeric",
          "date",
          "datetime",
          "time",
          "timestamp",
          "interval",
          "array",
          "struct",
          "json",
          "hash",
          "aggregate",
          "window",
          "cast",
          "join",
          "query",
          "pipe",
          "parameter",
          "error",
          "analyst");

  /**
   * @param name empty for a positional one
   * @param raw as {@link Cells} reads it
   */
  record Parameter(String name, SqlType type, Object raw) {}

  static List<CorpusCase> all() {
    return FAMILIES.stream().flatMap(CorpusCase::family).toList();
  }

  private static Stream<CorpusCase> family(String family) {
    return Block.read(family + ".txt").stream().map(block -> of(family, block));
  }

  /** Cases that are not right yet, by name, with the reason. */
  static Map<String, String> known() {
    return Block.read("known.txt").stream()
        .collect(Collectors.toMap(Block::title, block -> block.textWithout()));
  }

  private static CorpusCase of(String family, Block block) {
    String[] title = block.title().split(" @ ");
    if (title.length != 2) {
      throw new IllegalArgumentException("A case without a source: " + block.title());
    }
    try {
      return of(family + ": " + title[0].strip(), title[1].strip(), block);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(family + ": " + block.title(), e);
    }
  }

  private static CorpusCase of(String name, String source, Block block) {
    List<String> error = block.marked("!");
    List<String> schema = block.marked(":");
    if (error.size() + schema.size() != 1) {
      throw new IllegalArgumentException("Neither one schema nor one error");
    }
    SqlType.Struct columns =
        schema.isEmpty() ? null : (SqlType.Struct) SqlType.of("STRUCT<" + schema.getFirst() + ">");
    List<String> unordered = block.marked("~");
    return new CorpusCase(
        name,
        source,
        statement(block),
        block.lines().stream().filter(l -> l.startsWith("?")).map(CorpusCase::parameter).toList(),
        columns,
        rows(columns, unordered.isEmpty() ? block.marked("=") : unordered),
        unordered.isEmpty(),
        error.isEmpty() ? null : error.getFirst());
  }

  private static String statement(Block block) {
    return block
        .textWithout(":", "=", "~", "!")
        .lines()
        .filter(line -> !line.startsWith("?"))
        .collect(Collectors.joining("\n"));
  }

  static List<List<Object>> rows(SqlType.Struct columns, List<String> lines) {
    if (columns == null) {
      return List.of();
    }
    List<SqlType> types = columns.members().stream().map(SqlType.Column::type).toList();
    return lines.stream().map(line -> Cells.read(types, line)).toList();
  }

  private static Parameter parameter(String line) {
    int split = line.indexOf(" = ");
    String[] declared = line.substring(1, split).split(" ", 2);
    SqlType type = SqlType.of(declared[1].strip());
    return new Parameter(
        declared[0], type, Cells.read(List.of(type), line.substring(split + 3)).getFirst());
  }

  /** Says what is wrong with an answer; null where nothing is. */
  String difference(Answer answer) {
    if (error != null) {
      return failsWith(answer) ? null : "expected the error: " + error + "\nbut was: " + answer;
    }
    List<Object> expected =
        rows.stream().map(row -> Canon.of(schema, row)).collect(Collectors.toList());
    boolean right =
        answer.error() == null
            && schema.toString().equals(answer.schema())
            && (ordered
                ? Canon.matches(expected, answer.rows())
                : Canon.matches(sorted(expected), sorted(answer.rows())));
    return right
        ? null
        : "expected: " + new Answer(schema.toString(), expected, null) + "\nbut was:  " + answer;
  }

  /** The documentation promises that it fails and why, not in which words. */
  private boolean failsWith(Answer answer) {
    return answer.error() != null
        && answer.error().toLowerCase(Locale.ROOT).contains(error.toLowerCase(Locale.ROOT));
  }

  private static List<Object> sorted(List<Object> rows) {
    return rows.stream().sorted(Comparator.comparing(String::valueOf)).toList();
  }
}
