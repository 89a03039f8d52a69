package io.bridge.cloud.contract.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Credentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import io.bridge.cloud.contract.ContractClient;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;

/** BigQuery's calls, and the objects in one bucket that its jobs read and write. */
public final class BigQueryContract implements ContractClient {
  private final Map<String, Call> calls = new HashMap<>();

  /**
   * @param who makes the calls
   */
  public BigQueryContract(TestCloud cloud, Credentials who, String bucket)
      throws GeneralSecurityException, IOException {
    NetHttpTransport transport =
        new NetHttpTransport.Builder()
            .trustCertificates(Tls.open(cloud.cloud().trustStore()))
            .build();
    URI host = cloud.cloud().https();
    BigQuery bigQuery = client(host, transport, who);
    calls.putAll(new DatasetCalls(bigQuery).calls());
    calls.putAll(new TableCalls(bigQuery).calls());
    calls.putAll(new RowCalls(bigQuery).calls());
    calls.putAll(new QueryCalls(bigQuery).calls());
    calls.putAll(new JobCalls(bigQuery).calls());
    calls.putAll(new FileCalls(bigQuery, cloud.storage(who), bucket).calls());
    calls.putAll(GuardedCalls.at(host, transport, who).calls());
  }

  private static BigQuery client(URI host, HttpTransport transport, Credentials who) {
    return BigQueryOptions.newBuilder()
        .setProjectId(TestCloud.PROJECT)
        .setHost(host.toString())
        .setCredentials(who)
        .setTransportOptions(
            HttpTransportOptions.newBuilder().setHttpTransportFactory(() -> transport).build())
        .build()
        .getService();
  }

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    Call known = calls.get(call);
    if (known == null) {
      throw ContractClient.unknown(call);
    }
    return known.with(with);
  }

  @Override
  public void close() {}
}
