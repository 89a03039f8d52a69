package io.bridge.cloud.contract.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.BigqueryRequest;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Table;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.cloud.bigquery.BigQueryException;
import io.bridge.cloud.contract.ContractClient.Call;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Changes of what nobody else changed: only Google's generated client sends a condition. */
record GuardedCalls(Bigquery bigQuery) {

  static GuardedCalls at(URI host, HttpTransport transport, Credentials who) {
    HttpCredentialsAdapter credentials = new HttpCredentialsAdapter(who);
    return new GuardedCalls(
        new Bigquery.Builder(transport, GsonFactory.getDefaultInstance(), credentials)
            .setRootUrl(host + "/")
            .setApplicationName("contract")
            .build());
  }

  Map<String, Call> calls() {
    return Map.of("describeDataset", this::describeDataset, "describeTable", this::describeTable);
  }

  private Object describeDataset(JsonNode with) throws IOException {
    String description = with.path("description").asText();
    Dataset changed =
        sent(
            bigQuery
                .datasets()
                .patch(
                    TestCloud.PROJECT,
                    with.path("dataset").asText(),
                    new Dataset().setDescription(description)),
            with);
    return Map.of("description", changed.getDescription(), "etag", changed.getEtag());
  }

  private Object describeTable(JsonNode with) throws IOException {
    String description = with.path("description").asText();
    Table changed =
        sent(
            bigQuery
                .tables()
                .patch(
                    TestCloud.PROJECT,
                    with.path("dataset").asText(),
                    with.path("table").asText(),
                    new Table().setDescription(description)),
            with);
    return Map.of("description", changed.getDescription(), "etag", changed.getEtag());
  }

  private static <T> T sent(BigqueryRequest<T> request, JsonNode with) throws IOException {
    request.getRequestHeaders().setIfMatch(with.path("etag").asText());
    try {
      return request.execute();
    } catch (GoogleJsonResponseException e) {
      throw new BigQueryException(e);
    }
  }
}
