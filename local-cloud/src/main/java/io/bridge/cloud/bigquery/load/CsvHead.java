package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.sql.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What the first rows of a CSV file say.
 *
 * @param skip rows before the first of data
 * @param names of the columns; null when the file has no header
 * @param fields with the types that the values of the first rows fit; may be none
 */
record CsvHead(long skip, List<String> names, List<Field> fields) {
  private static final int SAMPLE_ROWS = 500;

  /**
   * Looks at a file from its beginning.
   *
   * @param detect whether a first row of nothing but strings above others counts as a header
   */
  static CsvHead read(CsvTokens tokens, CsvOptions options, ColumnNames naming, boolean detect)
      throws IOException {
    long skip = options.skippedRows() == null ? 0 : options.skippedRows();
    CsvRow header = null;
    for (long i = 0; i < skip; i++) {
      header = tokens.next();
    }
    var sample = sample(tokens);
    if (detect && options.skippedRows() == null && isHeader(sample)) {
      header = sample.removeFirst();
      skip = 1;
    }
    var names = header == null ? null : naming.map(texts(header));
    return new CsvHead(skip, names, fields(sample, names));
  }

  private static List<CsvRow> sample(CsvTokens tokens) throws IOException {
    var rows = new ArrayList<CsvRow>();
    for (var row = tokens.next(); row != null; row = tokens.next()) {
      rows.add(row);
      if (rows.size() == SAMPLE_ROWS) {
        break;
      }
    }
    return rows;
  }

  private static boolean isHeader(List<CsvRow> sample) {
    if (sample.size() < 2) {
      return false;
    }
    var first = guesses(sample.subList(0, 1));
    boolean onlyStrings =
        first.stream().allMatch(TypeGuess::isString)
            && sample.getFirst().cells().stream().noneMatch(cell -> cell.text().isBlank());
    var others = guesses(sample.subList(1, sample.size()));
    return onlyStrings && !others.stream().allMatch(TypeGuess::isString);
  }

  private static List<TypeGuess> guesses(List<CsvRow> rows) {
    int width = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    var guesses = IntStream.range(0, width).mapToObj(_ -> new TypeGuess()).toList();
    for (var row : rows) {
      for (int i = 0; i < row.cells().size(); i++) {
        var text = row.cells().get(i).text();
        if (!text.isEmpty()) {
          guesses.get(i).text(text);
        }
      }
    }
    return guesses;
  }

  private static List<Field> fields(List<CsvRow> rows, List<String> names) {
    var guesses = guesses(rows);
    int width = names == null ? guesses.size() : names.size();
    return IntStream.range(0, width).mapToObj(i -> field(i, names, guesses)).toList();
  }

  private static Field field(int column, List<String> names, List<TypeGuess> guesses) {
    var type = column < guesses.size() ? guesses.get(column).type() : "STRING";
    return Field.of(names == null ? name(type, column) : names.get(column), type);
  }

  private static String name(String type, int column) {
    var word = type.equals("FLOAT64") ? "double" : type.toLowerCase(Locale.ROOT);
    return word + "_field_" + column;
  }

  private static List<String> texts(CsvRow row) {
    return row.cells().stream().map(CsvRow.Cell::text).toList();
  }
}
