package io.bridge.dashboard.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A file that must be refused, and where.
 *
 * @param message part of what the first violation at that place says
 */
record HostileFile(String title, byte[] bytes, int line, int column, String message) {

  @Override
  public String toString() {
    return title;
  }

  /** The table. */
  static List<HostileFile> all() {
    List<HostileFile> all = new ArrayList<>();
    all.addAll(bombs());
    all.addAll(syntax());
    all.addAll(characters());
    all.addAll(types());
    all.addAll(keys());
    all.addAll(values());
    all.addAll(sql());
    return all;
  }

  private static List<HostileFile> bombs() {
    return List.of(
        text("nine times nine aliases", laughs(9), 5, 15, "too large once its aliases"),
        text("an alias of itself", "a: &a [*a]", 1, 8, "inside of its own anchor"),
        text("an alias of what is below", "a: *b\nb: &b 1", 1, 4, "not above"),
        text("many aliases", "a: &a 1\nb: [" + "*a, ".repeat(101) + "*a]", 2, 405, "more than 100"),
        text(
            "a large scalar many times",
            "a: &a " + "x".repeat(200_000) + "\nb: [*a, *a, *a, *a]",
            2,
            13,
            "too large once"),
        text("deep flow lists", "[".repeat(10_000), 1, 34, "deeper than 32"),
        text("deep flow maps", "{a: ".repeat(10_000), 1, 133, "deeper than 32"),
        text("deep block lists", "- ".repeat(10_000), 1, 67, "deeper than 32"),
        text("deep block maps", deepMaps(60), 34, 34, "deeper than 32"),
        text("many values", "[" + "1,".repeat(60_000) + "]", 1, 40_000, "more than 20000 values"),
        text("many keys", keyed(30_000), 10_000, 7, "more than 20000 values"),
        text("ten thousand tiles", tiles(10_000), 4_003, 15, "more than 20000 values"),
        text("a thousand tiles in a row", tiles(1_000), 6, 16, "1 to 12 of them"),
        text("201 tiles in rows", rows(201), 207, 3, "more than 200 tiles"),
        text("101 queries", queries(101), 4, 3, "101 of them; at most 100"),
        text("51 parameters", params(51), 10, 3, "51 of them; at most 50"),
        text("larger than a file may be", "#".repeat(256 * 1024 + 1), 1, 1, "more than 262144"),
        text("only quotes", "\"".repeat(200_000), 1, 3, "YAML:"),
        text("only question marks", "? ".repeat(100_000), 1, 3, "a key is a word"),
        text("an endless scalar", "a: \"" + "x\n ".repeat(80_000), 80_001, 2, "YAML:"));
  }

  private static List<HostileFile> syntax() {
    return List.of(
        text("nothing", "", 1, 1, "is empty"),
        text("only spaces", "  \n \n", 1, 1, "is empty"),
        text("only a comment", "# nothing\n", 1, 1, "is empty"),
        text("a tabulator as indentation", "a:\n\tb: 1", 2, 1, "YAML:"),
        text("a list that is not closed", "a: [1, 2", 1, 9, "YAML:"),
        text("a quote that is not closed", "a: 'b", 1, 6, "YAML:"),
        text("a mapping inside of a line", "a: b: c", 1, 5, "YAML:"),
        text("two documents", Yaml.LEAST + "---\na: 1\n", 9, 1, "a second document"),
        text("a document after its end", Yaml.LEAST + "...\na: 1\n", 10, 1, "YAML:"),
        text("a version", "%YAML 1.1\n---\na: 1\n", 1, 1, "directives"),
        text("a tag's short form", "%TAG ! tag:x,2000:\n---\na: 1\n", 1, 1, "directives"),
        text("a list as root", "- a\n", 1, 1, "keys with values"),
        text("a word as root", "hello\n", 1, 1, "keys with values"),
        text("a reserved sign", "a: @b", 1, 4, "YAML:"),
        text("a wrong indentation", "a:\n  b: 1\n c: 2\n", 3, 2, "YAML:"));
  }

  private static List<HostileFile> characters() {
    return List.of(
        bytes("a byte order mark", "\uFEFF" + Yaml.LEAST, 1, 1, "byte order mark"),
        bytes("a byte order mark inside", "a: b\uFEFF", 1, 5, "byte order mark"),
        bytes("NUL", "a: b\nc: \0d", 2, 4, "U+0000"),
        bytes("a bell", "a: \u0007", 1, 4, "U+0007"),
        bytes("an escape sign", "a: \u001b[31m", 1, 4, "U+001B"),
        bytes("a C1 control", "a: \u0085x", 1, 4, "U+0085"),
        bytes("text that reads backwards", "a: \u202Eb", 1, 4, "U+202E"),
        bytes("an isolate", "a: b\u2066", 1, 5, "U+2066"),
        bytes("a line separator", "a: b\u2028c: d", 1, 5, "U+2028"),
        bytes("an escaped NUL", "a: \"b\\0\"", 1, 4, "an escape of a character"),
        bytes("an escaped surrogate", "a: \"\\ud800\"", 1, 4, "an escape of a character"),
        bytes("an escaped key", "\"\\e[0m\": 1", 1, 1, "an escape of a character"),
        bytes("no character", "a: \uFFFE", 1, 4, "U+FFFE"),
        raw("Latin-1", "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1), 1, 4, "not UTF-8"),
        raw("UTF-16", "a: b".getBytes(StandardCharsets.UTF_16), 1, 1, "not UTF-8"),
        raw(
            "half a character",
            new byte[] {'a', ':', ' ', (byte) 0xe2, (byte) 0x82},
            1,
            4,
            "UTF-8"),
        raw("a surrogate", new byte[] {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80}, 1, 2, "UTF-8"),
        raw("too long a form", new byte[] {'a', (byte) 0xc0, (byte) 0x80}, 1, 2, "UTF-8"));
  }

  private static List<HostileFile> types() {
    return List.of(
        text("a script", "a: !!javax.script.ScriptEngineManager [x]", 1, 4, "tags are not taken"),
        text("a class", "!!java.net.URL [http://x]", 1, 1, "tags are not taken"),
        text("a tag that changes nothing", "a: !!str 1", 1, 4, "tags are not taken"),
        text("a tag of one's own", "a: !x {}", 1, 4, "tags are not taken"),
        text("a binary", "a: !!binary aGk=", 1, 4, "tags are not taken"),
        text("a tagged key", "!!str a: 1", 1, 1, "tags are not taken"),
        text("a list as key", "? [a]\n: 1", 1, 3, "a key is a word"),
        text("a mapping as key", "{{a: 1}: 2}", 1, 2, "a key is a word"),
        text("an alias as key", "a: &a x\n*a : 1", 2, 1, "a key is a word"),
        text("an anchored key", "&a a: 1", 1, 1, "no anchor"),
        text("no key", "{: 1}", 1, 2, "YAML:"));
  }

  private static List<HostileFile> keys() {
    return List.of(
        text("a key twice", "name: a\nname: b\n", 2, 1, "is there twice, first on line 1"),
        least("a query twice", "rows:", "  totals: {sql: SELECT 1}\nrows:", 6, 3, "there twice"),
        text("a key twice, once quoted", "name: a\n\"name\": b\n", 2, 1, "is there twice"),
        text("a merge key", "a: &a {b: 1}\nc: {<<: *a}", 2, 5, "merge keys"),
        text("a merge of lists", "a: &a {b: 1}\n<<: [*a]", 2, 1, "merge keys"),
        least("an unknown key", "name:", "titel: x\nname:", 2, 1, "did you mean title?"),
        least("a key in another case", "name:", "Title: x\nname:", 2, 1, "did you mean title?"),
        least("an id", "name:", "uuid: x\nname:", 2, 1, "unknown key 'uuid'"),
        least("an unknown key of a tile", "value:", "colour: red, value:", 8, 37, "'colour'"),
        least("a key of another chart", "value:", "stack: true, value:", 8, 37, "'stack'"),
        least("a mistyped key of a query", "sql:", "sq1: x\n    sql:", 5, 5, "did you mean sql?"),
        least("no version", "bridge: dashboard/v1\n", "", 1, 1, "bridge: is missing"),
        least("another version", "/v1", "/v2", 1, 9, "unknown value 'dashboard/v2'"),
        least("no SQL", "sql:", "cache: {ttl: 1m} #", 5, 5, "sql: is missing"),
        least("no rows", "rows:[^#]*", "", 1, 1, "rows: is missing"));
  }

  private static List<HostileFile> values() {
    return List.of(
        least("no as truth", "kpi", "bar, x: a, y: b, stack: no", 8, 41, "is no truth value"),
        least("on as truth", "kpi", "bar, x: a, y: b, stack: on", 8, 41, "is no truth value"),
        least("an octal width", "kpi,", "kpi, w: 010,", 8, 25, "whole number from 1 to 12"),
        least("a sexagesimal width", "kpi,", "kpi, w: 12:30,", 8, 25, "whole number"),
        least("a hexadecimal width", "kpi,", "kpi, w: 0x1,", 8, 25, "whole number"),
        least("a quoted width", "kpi,", "kpi, w: '3',", 8, 25, "whole number"),
        least("a width of 13", "kpi,", "kpi, w: 13,", 8, 25, "whole number from 1 to 12"),
        least("infinity", "kpi,", "kpi, w: .inf,", 8, 25, "whole number"),
        least("a huge number", "kpi,", "kpi, w: " + "9".repeat(5_000) + ",", 8, 25, "whole number"),
        least("a word for nothing", "sales\n", "null\n", 2, 7, "the value is missing"),
        least("a tilde", "sales\n", "~\n", 2, 7, "the value is missing"),
        least("a path as name", "sales\n", "../../etc\n", 2, 7, "lower-case letters"),
        least("a name of Bridge's own", "sales\n", "plan\n", 2, 7, "taken by Bridge"),
        least("a long name", "sales\n", "a".repeat(64) + "\n", 2, 7, "63 at most"),
        least("an unknown chart", "kpi", "kpj", 8, 17, "did you mean kpi?"),
        least("an unknown query", "query: totals", "query: total", 8, 29, "did you mean totals?"),
        least("an unknown format", "value:", "format: eur, value:", 8, 45, "unknown value 'eur'"),
        least("a list as title", "name:", "title: [a]\nname:", 2, 8, "should be one value"),
        least(
            "a long title", "name:", "title: " + "a".repeat(201) + "\nname:", 2, 8, "longer than"),
        least(
            "a word for queries",
            "queries:[^#]*rows",
            "queries: x\nrows",
            3,
            10,
            "keys with values"),
        least("bytes that are none", "name:", "limits: {bytes: many}\nname:", 2, 17, "500MB"),
        least("no bytes", "name:", "limits: {bytes: 0}\nname:", 2, 17, "500MB"),
        least("a time to live of years", "name:", "cache: {ttl: 900d}\nname:", 2, 14, "to 2d"),
        least("a negative timeout", "name:", "limits: {timeout: -1s}\nname:", 2, 19, "a duration"),
        least("a month as timeout", "name:", "limits: {timeout: 1M}\nname:", 2, 19, "a duration"),
        params("an unknown type", "{type: datetime}", 13, "unknown value 'datetime'"),
        params("a date that is none", "{type: date, default: 2026-02-30}", 28, "is no date"),
        params("half a range", "{type: daterange, default: {from: 2026-01-01}}", 33, "is missing"),
        params(
            "a range backwards",
            "{type: daterange, default: {from: 2026-01-02, to: 2026-01-01}}",
            40,
            "from is after to"),
        params("options of nobody", "{type: select, options: {query: x}}", 38, "'x'"),
        params("no options", "{type: select}", 6, "options: is missing"),
        params(
            "a default that is no option",
            "{type: select, options: [a, b], default: c}",
            47,
            "is none of the options"),
        params("a text as number", "{type: number, default: abc}", 30, "is no number"),
        params("options of a text", "{type: text, options: [a]}", 19, "unknown key 'options'"));
  }

  private static List<HostileFile> sql() {
    return List.of(
        query("itself", "SELECT 1 FROM ${a}", "5:24", "refer to each other: a → a"),
        query(
            "a cycle",
            "SELECT 1 FROM ${b}\n  b:\n    sql: SELECT 1 FROM ${c}\n"
                + "  c: {sql: 'SELECT 1 FROM ${a}'}",
            "8:27",
            "refer to each other: a → b → c → a"),
        query("a cycle in a clause", "SELECT 1 [[FROM ${a} WHERE @p]]", "5:26", "a → a"),
        query("nobody", "SELECT 1 FROM ${aa}", "5:24", "no query 'aa'; did you mean a?"),
        query("an unfinished reference", "SELECT 1 FROM ${a", "5:24", "name of a query"),
        query("no name in a reference", "SELECT ${}", "5:17", "name of a query"),
        query("SQL in a reference", "SELECT ${a b}", "5:17", "name of a query"),
        query("an unknown parameter", "SELECT @q", "5:17", "no parameter '@q'"),
        query(
            "an unknown parameter on a later line",
            "|\n      SELECT 1,\n             @nope\n      FROM t",
            "7:14",
            "no parameter '@nope'"),
        query("an unknown one, folded", ">\n      SELECT\n        @x", "7:9", "'@x'"),
        query("an unknown one, quoted", "'SELECT ''a'', @x'", "5:25", "'@x'"),
        query("an unknown one, escaped", "\"SELECT \\\"a\\\",\\n @x\"", "5:27", "'@x'"),
        query("a clause left open", "SELECT 1 [[WHERE @p", "5:19", "never closed"),
        query("a clause in a clause", "SELECT [[ @p [[ @p ]] ]]", "5:23", "[[ inside of"),
        query("a clause that never drops", "SELECT [[ 1 ]]", "5:17", "would never drop"),
        query("a parameter without a default", "SELECT @p", "5:17", "has no default"),
        query("an end of no range", "SELECT 1 [[ @p.from ]]", "5:22", "only a range has ends"),
        query("no text", "''", "5:10", "the SQL is missing"));
  }

  private static HostileFile text(String title, String yaml, int line, int column, String says) {
    return raw(title, yaml.getBytes(StandardCharsets.UTF_8), line, column, says);
  }

  private static HostileFile bytes(String title, String yaml, int line, int column, String says) {
    return text(title, yaml, line, column, says);
  }

  private static HostileFile raw(String title, byte[] yaml, int line, int column, String says) {
    return new HostileFile(title, yaml, line, column, says);
  }

  /** The least file with one thing changed. */
  private static HostileFile least(
      String title, String from, String to, int line, int column, String says) {
    return text(title, Yaml.LEAST.replaceFirst(from, to), line, column, says);
  }

  /** The least file with a parameter p on line 3. */
  private static HostileFile params(String title, String param, int column, String says) {
    String yaml = Yaml.LEAST.replace("queries:", "params:\n  p: " + param + "\nqueries:");
    return text(title, yaml, 4, column, says);
  }

  /** A file whose query a begins on line 5, column 10. */
  private static HostileFile query(String title, String sql, String place, String says) {
    String yaml =
        """
        bridge: dashboard/v1
        name: sales
        queries:
          a:
            sql: %s
        params: {p: {type: text}}
        rows: [{tiles: [{chart: text, text: a}]}]
        """;
    String[] at = place.split(":");
    return text(title, yaml.formatted(sql), Integer.parseInt(at[0]), Integer.parseInt(at[1]), says);
  }

  private static String laughs(int levels) {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < levels; i++) {
      String one = "*a" + (i - 1);
      String nine = String.join(", ", java.util.Collections.nCopies(9, one));
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, nine));
    }
    return yaml.toString();
  }

  private static String deepMaps(int depth) {
    return IntStream.range(0, depth)
        .mapToObj(i -> " ".repeat(i) + "a:\n")
        .collect(Collectors.joining());
  }

  private static String keyed(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i + ":\n").collect(Collectors.joining());
  }

  private static String tiles(int count) {
    return Yaml.LEAST.substring(0, Yaml.LEAST.indexOf("rows:"))
        + "rows: [{tiles: [\n"
        + "{chart: text, text: a},\n".repeat(count)
        + "]}]\n";
  }

  private static String rows(int count) {
    return Yaml.LEAST.substring(0, Yaml.LEAST.indexOf("rows:"))
        + "rows:\n"
        + "- {tiles: [{chart: text, text: a}]}\n".repeat(count);
  }

  private static String queries(int count) {
    String queries =
        IntStream.range(0, count)
            .mapToObj(i -> "  q%d: {sql: SELECT 1}\n".formatted(i))
            .collect(Collectors.joining());
    return "bridge: dashboard/v1\nname: sales\nqueries:\n"
        + queries
        + "rows: [{tiles: [{chart: table, query: q0}]}]\n";
  }

  private static String params(int count) {
    String params =
        IntStream.range(0, count)
            .mapToObj(i -> "  p%d: {type: text}\n".formatted(i))
            .collect(Collectors.joining());
    return Yaml.LEAST + "params:\n" + params;
  }
}
