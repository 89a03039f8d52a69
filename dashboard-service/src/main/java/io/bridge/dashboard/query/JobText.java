package io.bridge.dashboard.query;

import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.dashboard.bigquery.WarehouseQuery;
import io.bridge.runtime.http.Correlation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A checked statement as BigQuery gets it; the dry run and the run get the same. */
final class JobText {
  private static final String ARRAY = "ARRAY<";
  private static final int LABEL = 63;

  private JobText() {}

  static WarehouseQuery of(Checked checked) {
    Statement statement = checked.statement();
    Map<String, QueryParameterValue> params = new LinkedHashMap<>();
    statement.params().forEach(param -> params.put(param.name(), value(param)));
    return new WarehouseQuery(
        statement.sql(),
        params,
        checked.defaultDataset() == null
            ? null
            : DatasetId.of(checked.defaultDataset().project(), checked.defaultDataset().dataset()),
        labels(statement),
        statement.limits().timeout());
  }

  /** A person is told by a hash: labels are read by whoever sees the project's jobs. */
  static Map<String, String> labels(Statement statement) {
    Origin origin = statement.origin();
    String person = origin.person() == null ? "none" : origin.person().toString();
    return Map.of(
        "bridge_team", statement.teamId().toString(),
        "bridge_user_hash", QueryHash.of(List.of(person)).substring(0, 16),
        "bridge_origin", label(origin.kind()),
        "bridge_req", safe(Correlation.current()));
  }

  private static String label(Origin.Kind kind) {
    return switch (kind) {
      case DASHBOARD -> "dash";
      case ADHOC -> "adhoc";
      case AGENT -> "agent";
    };
  }

  private static String safe(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
    return plain.substring(0, Math.min(plain.length(), LABEL));
  }

  private static QueryParameterValue value(BoundParam param) {
    return param.type().startsWith(ARRAY) ? array(param) : scalar(param);
  }

  private static QueryParameterValue scalar(BoundParam param) {
    String text = param.value() == null ? null : param.value().toString();
    return QueryParameterValue.newBuilder().setType(type(param.type())).setValue(text).build();
  }

  private static QueryParameterValue array(BoundParam param) {
    String element = param.type().substring(ARRAY.length(), param.type().length() - 1);
    List<?> values = param.value() instanceof List<?> list ? list : List.of();
    return QueryParameterValue.array(
        values.stream().map(String::valueOf).toArray(String[]::new), type(element));
  }

  private static StandardSQLTypeName type(String text) {
    return StandardSQLTypeName.valueOf(text);
  }
}
