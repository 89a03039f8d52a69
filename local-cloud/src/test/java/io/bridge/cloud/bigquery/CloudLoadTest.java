package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.StorageOptions;
import io.bridge.cloud.LocalCloud;
import io.bridge.cloud.LocalCloudConfig;
import io.bridge.cloud.tls.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with the roles of the repository's own topology: upload, load, query. */
@Timeout(60)
class CloudLoadTest {
  private static final String PROJECT = "bridge-test";
  private static final String BUCKET = PROJECT + "-raw-data-ingress";

  @TempDir Path dir;

  @Test
  void loadsAnUploadedFileAsTheSyncService() throws Exception {
    var config = new LocalCloudConfig(dir, PROJECT, topology(), 0, 0, Map.of(), Map.of(), 0.01);
    try (var cloud = LocalCloud.start(config)) {
      // Given
      var email = cloud.topology().email("sync-service");
      var token = cloud.tokens().accessToken(email, Duration.ofHours(1));
      var credentials =
          GoogleCredentials.create(
              new AccessToken(token, Date.from(Instant.now().plus(Duration.ofHours(1)))));
      var transport =
          new NetHttpTransport.Builder().trustCertificates(Tls.open(cloud.trustStore())).build();
      var transportOptions =
          HttpTransportOptions.newBuilder().setHttpTransportFactory(() -> transport).build();
      var storage =
          StorageOptions.newBuilder()
              .setProjectId(PROJECT)
              .setHost(cloud.https().toString())
              .setTransportOptions(transportOptions)
              .setCredentials(credentials)
              .build()
              .getService();
      var bigquery =
          BigQueryOptions.newBuilder()
              .setProjectId(PROJECT)
              .setHost(cloud.https().toString())
              .setTransportOptions(transportOptions)
              .setCredentials(credentials)
              .build()
              .getService();
      var file = dir.resolve("sales.parquet");
      ParquetFiles.write(
          file, "SELECT i::BIGINT id, 1.10::DECIMAL(10, 4) amount FROM range(9) t(i)");
      storage.create(
          BlobInfo.newBuilder(BUCKET, "team/sales.parquet").build(), Files.readAllBytes(file));
      bigquery.create(DatasetInfo.of("shop"));

      // When
      var uri = "gs://" + BUCKET + "/team/sales.parquet";
      var load = LoadJobConfiguration.of(TableId.of("shop", "sales"), uri, FormatOptions.parquet());
      var job = bigquery.create(JobInfo.of(load)).waitFor();

      // Then
      assertNull(job.getStatus().getError());
      var sum = QueryJobConfiguration.of("SELECT SUM(amount) FROM shop.sales");
      var row = bigquery.query(sum).iterateAll().iterator().next();
      assertEquals("9.9", row.get(0).getStringValue());
    }
  }

  private static Path topology() {
    var here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("deploy/topology.yaml"))) {
      here = here.getParent();
    }
    return here.resolve("deploy/topology.yaml");
  }
}
