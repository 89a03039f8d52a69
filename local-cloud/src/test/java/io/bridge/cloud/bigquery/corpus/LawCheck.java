package io.bridge.cloud.bigquery.corpus;

import com.google.cloud.bigquery.BigQuery;
import io.bridge.cloud.bigquery.corpus.CorpusCase.Parameter;
import io.bridge.sql.SqlType;
import java.util.List;

/** Compares rows, as {@link Cells} read them, with what Google's client hears from a server. */
final class LawCheck {
  private final WireAnswers wire;

  LawCheck(BigQuery client) {
    this.wire = new WireAnswers(client);
  }

  Answer ask(String sql) {
    return wire.ask(law(sql, List.of(), null, List.of()));
  }

  /** What is wrong with a statement's answer; null where nothing is. */
  String difference(
      String sql, List<Parameter> parameters, SqlType.Struct schema, List<List<Object>> rows) {
    CorpusCase law = law(sql, parameters, schema, rows);
    Answer answer = wire.ask(law);
    return law.difference(answer) == null ? null : firstDifference(schema, rows, answer);
  }

  private static CorpusCase law(
      String sql, List<Parameter> parameters, SqlType.Struct schema, List<List<Object>> rows) {
    return new CorpusCase("law", "law", sql, parameters, schema, rows, true, null);
  }

  /** One row of the hundreds there may be. */
  private static String firstDifference(
      SqlType.Struct schema, List<List<Object>> rows, Answer answer) {
    if (answer.error() != null || !schema.toString().equals(answer.schema())) {
      return answer.error() + " " + answer.schema();
    }
    for (int i = 0; i < Math.min(rows.size(), answer.rows().size()); i++) {
      Object expected = Canon.of(schema, rows.get(i));
      if (!Canon.matches(expected, answer.rows().get(i))) {
        return "expected: " + expected + "\nbut was:  " + answer.rows().get(i);
      }
    }
    return "expected " + rows.size() + " rows, found " + answer.rows().size() + ": " + answer;
  }
}
