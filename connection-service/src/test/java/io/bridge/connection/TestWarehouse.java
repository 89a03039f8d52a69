package io.bridge.connection;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import io.bridge.cloud.fixture.LocalCloudResource;
import java.time.Instant;
import java.util.Date;

/** The warehouse as sync-service fills it, and as the holder of a lease meets it. */
public final class TestWarehouse {
  private TestWarehouse() {}

  /** Makes the dataset with a table of no rows. */
  public static void table(String dataset) {
    String account = "sync-service@" + LocalCloudResource.PROJECT + ".iam.gserviceaccount.com";
    BigQuery bigQuery = with(LocalCloudResource.cloud().tokens().accessToken(account));
    bigQuery.create(DatasetInfo.newBuilder(dataset).setLocation("US").build());
    Schema schema = Schema.of(Field.of("id", StandardSQLTypeName.INT64));
    bigQuery.create(TableInfo.of(TableId.of(dataset, "t"), StandardTableDefinition.of(schema)));
  }

  public static BigQuery with(String token) {
    Date expiry = Date.from(Instant.now().plusSeconds(600));
    return BigQueryOptions.newBuilder()
        .setHost(LocalCloudResource.cloud().https().toString())
        .setProjectId(LocalCloudResource.PROJECT)
        .setCredentials(GoogleCredentials.create(new AccessToken(token, expiry)))
        .build()
        .getService();
  }
}
