package io.bridge.cloud.durability;

import static io.bridge.cloud.durability.BigQueryOperation.COLUMNS;
import static io.bridge.cloud.durability.BigQueryOperation.COPIED;
import static io.bridge.cloud.durability.BigQueryOperation.ended;
import static io.bridge.cloud.durability.BigQueryOperation.query;
import static io.bridge.cloud.durability.BigQueryOperation.run;
import static io.bridge.cloud.durability.BigQueryOperation.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.WriteChannelConfiguration;
import com.google.cloud.storage.BlobInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Jobs that fill a table. */
enum LoadOperation implements Operation {
  LOADED_OBJECT {
    @Override
    public String apply(Everything all, String key) throws InterruptedException {
      all.storage.create(BlobInfo.newBuilder(BUCKET, key).build(), lines(key));
      String uri = "gs://" + BUCKET + "/" + key;
      var load =
          LoadJobConfiguration.newBuilder(TableId.of("tables", key), uri, FormatOptions.json());
      return run(all, key, load.setSchema(COLUMNS).build());
    }

    @Override
    public void check(Everything all, String key, String etag) throws InterruptedException {
      assertEquals(etag, all.bigQuery.getJob(key).getEtag(), key);
      assertHasTable(all, key, "12");
    }

    @Override
    public boolean leavesObject() {
      return true;
    }

    @Override
    public int weight() {
      return 1;
    }
  },
  /** In a session of its own: the kill finds those too. */
  LOADED_UPLOAD {
    @Override
    public String apply(Everything all, String key) throws IOException, InterruptedException {
      var load =
          WriteChannelConfiguration.newBuilder(TableId.of("tables", key), FormatOptions.json());
      var channel = all.bigQuery.writer(JobId.of(key), load.setSchema(COLUMNS).build());
      try (channel) {
        channel.write(ByteBuffer.wrap(lines(key)));
      }
      return ended(channel.getJob());
    }

    @Override
    public void check(Everything all, String key, String etag) throws InterruptedException {
      assertEquals(etag, all.bigQuery.getJob(key).getEtag(), key);
      assertHasTable(all, key, "12");
    }

    @Override
    public int weight() {
      return 1;
    }
  },
  QUERIED_TABLE {
    @Override
    public String apply(Everything all, String key) throws InterruptedException {
      var into = query("SELECT k, v + 1 AS v FROM tables.copied_by_all").toBuilder();
      return run(all, key, into.setDestinationTable(TableId.of("tables", key)).build());
    }

    @Override
    public void check(Everything all, String key, String etag) throws InterruptedException {
      assertEquals(etag, all.bigQuery.getJob(key).getEtag(), key);
      assertHasTable(all, key, "8");
    }

    @Override
    public int weight() {
      return 1;
    }
  },
  COPY {
    @Override
    public String apply(Everything all, String key) throws InterruptedException {
      return run(all, key, CopyJobConfiguration.of(TableId.of("tables", key), COPIED));
    }

    @Override
    public void check(Everything all, String key, String etag) throws InterruptedException {
      assertEquals(etag, all.bigQuery.getJob(key).getEtag(), key);
      assertHasTable(all, key, "7");
    }

    @Override
    public int weight() {
      return 2;
    }
  };

  private static byte[] lines(String key) {
    return "{\"k\":\"%1$s\",\"v\":4}\n{\"k\":\"%1$s\",\"v\":8}\n".formatted(key).getBytes(UTF_8);
  }

  private static void assertHasTable(Everything all, String key, String sum)
      throws InterruptedException {
    assertEquals(
        List.of(sum), texts(all.bigQuery.query(query("SELECT SUM(v) FROM tables." + key))));
  }
}
