package io.bridge.cloud.contract.bigquery;

import static io.bridge.cloud.contract.bigquery.Arguments.labels;
import static io.bridge.cloud.contract.bigquery.Arguments.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.DatasetDeleteOption;
import com.google.cloud.bigquery.BigQuery.DatasetListOption;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetInfo;
import io.bridge.cloud.contract.ContractClient.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Data sets. */
record DatasetCalls(BigQuery bigQuery) {

  Map<String, Call> calls() {
    return Map.of(
        "createDataset",
        with -> answer(bigQuery.create(info(with))),
        "getDataset",
        with -> answer(required(bigQuery.getDataset(name(with)))),
        "ensureDataset",
        this::ensure,
        "updateDataset",
        this::update,
        "deleteDataset",
        this::delete,
        "listDatasets",
        this::list);
  }

  private static DatasetInfo info(JsonNode with) {
    DatasetInfo.Builder info = DatasetInfo.newBuilder(name(with)).setLabels(labels(with));
    if (with.has("location")) {
      info.setLocation(with.path("location").asText());
    }
    return info.setDescription(with.path("description").textValue()).build();
  }

  /** As Node's client does it by one call. */
  private Map<String, Object> ensure(JsonNode with) {
    Dataset found = bigQuery.getDataset(name(with));
    return answer(found == null ? bigQuery.create(info(with)) : found);
  }

  private Map<String, Object> update(JsonNode with) {
    Dataset before = required(bigQuery.getDataset(name(with)));
    Dataset.Builder changed = before.toBuilder().setLabels(labels(with));
    return answer(changed.setDescription(with.path("description").textValue()).build().update());
  }

  private Object delete(JsonNode with) {
    required(
        with.path("contents").asBoolean()
            ? bigQuery.delete(name(with), DatasetDeleteOption.deleteContents())
            : bigQuery.delete(name(with)));
    return Map.of();
  }

  private Map<String, Object> list(JsonNode with) {
    List<String> found =
        bigQuery
            .listDatasets(DatasetListOption.labelFilter(with.path("filter").asText()))
            .streamAll()
            .map(dataset -> dataset.getDatasetId().getDataset())
            .toList();
    return Map.of("datasets", found);
  }

  private static Map<String, Object> answer(Dataset dataset) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("dataset", dataset.getDatasetId().getDataset());
    answer.put("labels", dataset.getLabels());
    answer.put("location", dataset.getLocation());
    answer.put("etag", dataset.getEtag());
    answer.put("description", dataset.getDescription());
    return answer;
  }

  private static String name(JsonNode with) {
    return with.path("dataset").asText();
  }
}
