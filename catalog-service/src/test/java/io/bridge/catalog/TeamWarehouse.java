package io.bridge.catalog;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.bridge.cloud.LocalCloud;
import io.bridge.cloud.fixture.LocalCloudResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.duckdb.DuckDBDriver;

/** Fills the warehouse as sync-service does, with its account and Google's own clients. */
public final class TeamWarehouse {
  private static final String PROJECT = LocalCloudResource.PROJECT;
  private static final String ACCOUNT = "sync-service@" + PROJECT + ".iam.gserviceaccount.com";
  private static final String BUCKET = PROJECT + "-raw-data-ingress";

  private final BigQuery bigQuery;
  private final Storage storage;

  public TeamWarehouse() {
    LocalCloud cloud = LocalCloudResource.cloud();
    Duration hour = Duration.ofHours(1);
    String token = cloud.tokens().accessToken(ACCOUNT, hour);
    Date expiry = new Date(System.currentTimeMillis() + hour.toMillis());
    GoogleCredentials credentials = GoogleCredentials.create(new AccessToken(token, expiry));
    bigQuery =
        BigQueryOptions.newBuilder()
            .setHost(cloud.https().toString())
            .setProjectId(PROJECT)
            .setCredentials(credentials)
            .build()
            .getService();
    storage =
        StorageOptions.newBuilder()
            .setHost(cloud.https().toString())
            .setProjectId(PROJECT)
            .setCredentials(credentials)
            .build()
            .getService();
  }

  /** A dataset of the team; of nobody where the team is null. */
  public TeamWarehouse dataset(UUID team, String name) {
    DatasetInfo.Builder dataset =
        DatasetInfo.newBuilder(DatasetId.of(PROJECT, name))
            .setLocation("US")
            .setDescription("About " + name);
    bigQuery.create(
        team == null
            ? dataset.build()
            : dataset.setLabels(Map.of("bridge-team", team.toString())).build());
    return this;
  }

  /** A table without rows. */
  public TeamWarehouse table(String dataset, String name, Field... fields) {
    TableInfo table =
        TableInfo.newBuilder(
                TableId.of(PROJECT, dataset, name), StandardTableDefinition.of(Schema.of(fields)))
            .setDescription("About " + name)
            .build();
    bigQuery.create(table);
    return this;
  }

  /** Replaces the table's rows by what DuckDB selects. */
  public TeamWarehouse load(String dataset, String name, String select) {
    String object = UUID.randomUUID() + ".parquet";
    put(object, select);
    LoadJobConfiguration load =
        LoadJobConfiguration.newBuilder(
                TableId.of(PROJECT, dataset, name), "gs://" + BUCKET + "/" + object)
            .setFormatOptions(FormatOptions.parquet())
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
            .build();
    await(bigQuery.create(JobInfo.of(load)));
    return this;
  }

  public void drop(String dataset, String table) {
    bigQuery.delete(TableId.of(PROJECT, dataset, table));
  }

  public void drop(String dataset) {
    bigQuery.delete(DatasetId.of(PROJECT, dataset), BigQuery.DatasetDeleteOption.deleteContents());
  }

  private void put(String object, String select) {
    try (Connection duckDb = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = duckDb.createStatement()) {
      Path file = Files.createTempFile("catalog", ".parquet");
      statement.execute("copy (" + select + ") to '" + file + "' (format parquet)");
      storage.create(BlobInfo.newBuilder(BUCKET, object).build(), Files.readAllBytes(file));
      Files.delete(file);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Job job) {
    try {
      Job done = job.waitFor();
      if (done.getStatus().getError() != null) {
        throw new IllegalStateException(done.getStatus().getError().toString());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
