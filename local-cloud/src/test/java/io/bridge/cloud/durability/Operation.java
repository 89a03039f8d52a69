package io.bridge.cloud.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.WriteChannel;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.CryptoKeyName;
import com.google.cloud.kms.v1.CryptoKeyVersion;
import com.google.cloud.kms.v1.KeyRing;
import com.google.cloud.kms.v1.LocationName;
import com.google.cloud.scheduler.v1.HttpTarget;
import com.google.cloud.scheduler.v1.Job;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.tasks.v2.HttpRequest;
import com.google.cloud.tasks.v2.OidcToken;
import com.google.cloud.tasks.v2.QueueName;
import com.google.cloud.tasks.v2.Task;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assertions;

/**
 * One kind of write each. What {@link #apply} returns was acknowledged: {@link #check} looks for it
 * in a successor.
 */
enum Operation {
  NEW_OBJECT {
    @Override
    String apply(Everything all, String key) {
      return generation(all.storage.create(info(key), bytes(key)));
    }

    @Override
    void check(Everything all, String key, String generation) {
      Blob blob = all.storage.get(BUCKET, key);
      assertEquals(generation, generation(blob), key);
      assertArrayEquals(bytes(key), blob.getContent(), key);
    }
  },
  REPLACED_OBJECT {
    @Override
    String apply(Everything all, String key) {
      all.storage.create(info(key), bytes("before " + key));
      return generation(all.storage.create(info(key), bytes(key)));
    }

    @Override
    void check(Everything all, String key, String generation)
        throws IOException, InterruptedException {
      NEW_OBJECT.check(all, key, generation);
    }
  },
  DELETED_OBJECT {
    @Override
    String apply(Everything all, String key) {
      all.storage.create(info(key), bytes(key));
      return String.valueOf(all.storage.delete(BlobId.of(BUCKET, key)));
    }

    @Override
    void check(Everything all, String key, String deleted) {
      assertNull(all.storage.get(BUCKET, key), key);
    }
  },
  /** In chunks, so that the kill finds uploads that have begun. */
  UPLOADED_OBJECT {
    @Override
    String apply(Everything all, String key) throws IOException {
      byte[] content = large(key);
      try (WriteChannel channel = all.storage.writer(info(key))) {
        channel.setChunkSize(256 * 1024);
        channel.write(ByteBuffer.wrap(content));
      }
      return String.valueOf(content.length);
    }

    @Override
    void check(Everything all, String key, String length) {
      assertArrayEquals(large(key), all.storage.readAllBytes(BUCKET, key), key);
    }
  },
  METADATA {
    @Override
    String apply(Everything all, String key) {
      Blob blob = all.storage.create(info(key), bytes(key));
      return blob.toBuilder().setMetadata(Map.of("key", key)).build().update().getMetageneration()
          + "";
    }

    @Override
    void check(Everything all, String key, String metageneration) {
      Blob blob = all.storage.get(BUCKET, key);
      assertEquals(metageneration, blob.getMetageneration() + "", key);
      assertEquals(Map.of("key", key), blob.getMetadata(), key);
    }
  },
  MESSAGE {
    @Override
    String apply(Everything all, String key) {
      PubsubMessage message =
          PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(key)).build();
      return all.publisher
          .publishCallable()
          .call(PublishRequest.newBuilder().setTopic(TOPIC).addMessages(message).build())
          .getMessageIds(0);
    }

    /** Messages are taken all at once: {@code MixedKillTest} looks for them. */
    @Override
    void check(Everything all, String key, String id) {}
  },
  TASK {
    @Override
    String apply(Everything all, String key) {
      return all.tasks.createTask(QUEUE, task(all, key)).getName();
    }

    @Override
    void check(Everything all, String key, String name) {
      assertEquals(name, all.tasks.getTask(name).getName(), key);
    }
  },
  DELETED_TASK {
    @Override
    String apply(Everything all, String key) {
      String name = all.tasks.createTask(QUEUE, task(all, key)).getName();
      all.tasks.deleteTask(name);
      return name;
    }

    @Override
    void check(Everything all, String key, String name) {
      Assertions.assertThrows(NotFoundException.class, () -> all.tasks.getTask(name), key);
    }
  },
  SCHEDULE {
    @Override
    String apply(Everything all, String key) {
      return text(all.scheduler.createJob(LOCATION, job(key)));
    }

    @Override
    void check(Everything all, String key, String known) {
      assertEquals(known, text(all.scheduler.getJob(LOCATION + "/jobs/" + key)), key);
    }

    /** With the time when it is due. */
    private static String text(Job job) {
      return Base64.getEncoder().encodeToString(job.toByteArray());
    }

    private static Job job(String key) {
      return Job.newBuilder()
          .setName(LOCATION + "/jobs/" + key)
          .setSchedule("0 0 1 1 *")
          .setHttpTarget(HttpTarget.newBuilder().setUri("http://localhost:9/" + key))
          .build();
    }
  },
  SECRET {
    @Override
    String apply(Everything all, String key) {
      ByteString sealed = all.kms.encrypt(KEY, ByteString.copyFromUtf8(key)).getCiphertext();
      return Base64.getEncoder().encodeToString(sealed.toByteArray());
    }

    @Override
    void check(Everything all, String key, String sealed) {
      ByteString ciphertext = ByteString.copyFrom(Base64.getDecoder().decode(sealed));
      assertEquals(key, all.kms.decrypt(KEY, ciphertext).getPlaintext().toStringUtf8());
    }
  },
  RING_AND_KEY {
    @Override
    String apply(Everything all, String key) {
      String location = LocationName.format(TestCloud.PROJECT, "us-central1");
      KeyRing ring = all.kms.createKeyRing(location, key, KeyRing.getDefaultInstance());
      CryptoKey wanted =
          CryptoKey.newBuilder().setPurpose(CryptoKey.CryptoKeyPurpose.ENCRYPT_DECRYPT).build();
      return all.kms.createCryptoKey(ring.getName(), key, wanted).getName();
    }

    @Override
    void check(Everything all, String key, String name) {
      assertEquals(name, all.kms.getCryptoKey(name).getName(), key);
    }
  },
  NEW_BUCKET {
    @Override
    String apply(Everything all, String key) {
      return all.storage.create(BucketInfo.of(name(key))).getCreateTimeOffsetDateTime().toString();
    }

    @Override
    void check(Everything all, String key, String created) {
      Bucket bucket = all.storage.get(name(key));
      assertEquals(created, bucket.getCreateTimeOffsetDateTime().toString(), key);
    }

    private static String name(String key) {
      return "new-" + key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
    }
  },
  KEY_VERSION {
    @Override
    String apply(Everything all, String key) {
      return all.kms.createCryptoKeyVersion(KEY, CryptoKeyVersion.getDefaultInstance()).getName();
    }

    @Override
    void check(Everything all, String key, String name) {
      assertEquals(name, all.kms.getCryptoKeyVersion(name).getName());
    }
  },
  DATASET {
    @Override
    String apply(Everything all, String key) {
      DatasetInfo info = DatasetInfo.newBuilder(key).setLabels(Map.of("key", key)).build();
      return all.bigQuery.create(info).getEtag();
    }

    @Override
    void check(Everything all, String key, String etag) {
      assertEquals(etag, all.bigQuery.getDataset(key).getEtag(), key);
    }
  },
  TABLE {
    @Override
    String apply(Everything all, String key) {
      Schema schema = Schema.of(Field.of(key, StandardSQLTypeName.INT64));
      TableInfo info = TableInfo.of(TableId.of("tables", key), StandardTableDefinition.of(schema));
      return all.bigQuery.create(info).getEtag();
    }

    @Override
    void check(Everything all, String key, String etag) {
      assertEquals(etag, all.bigQuery.getTable("tables", key).getEtag(), key);
    }
  },
  QUERY {
    @Override
    String apply(Everything all, String key) throws InterruptedException {
      QueryJobConfiguration query = QueryJobConfiguration.of("SELECT '" + key + "' AS k");
      return all.bigQuery.create(JobInfo.of(JobId.of(key), query)).waitFor().getEtag();
    }

    @Override
    void check(Everything all, String key, String etag) throws InterruptedException {
      var rows = all.bigQuery.getJob(JobId.of(key)).getQueryResults().streamAll().toList();
      assertEquals(key, rows.getFirst().get(0).getStringValue());
    }
  },
  PERSON {
    @Override
    String apply(Everything all, String key) {
      return all.account("signUp", key + "@example.com", "password of " + key)
          .path("localId")
          .asText();
    }

    @Override
    void check(Everything all, String key, String id) {
      var answer = all.account("signInWithPassword", key + "@example.com", "password of " + key);
      assertTrue(!id.isEmpty(), key);
      assertEquals(id, answer.path("localId").asText(), key);
    }
  };

  static final String BUCKET = TestCloud.PROJECT + "-data";
  static final String TOPIC = "projects/" + TestCloud.PROJECT + "/topics/pulled";
  static final String SUBSCRIPTION = "projects/" + TestCloud.PROJECT + "/subscriptions/pull.pulled";
  private static final String LOCATION =
      "projects/" + TestCloud.PROJECT + "/locations/europe-west1";
  private static final String QUEUE =
      QueueName.of(TestCloud.PROJECT, "europe-west1", "work").toString();
  private static final String KEY =
      CryptoKeyName.format(TestCloud.PROJECT, "us-central1", "durable", "one");

  /** Returns once it is acknowledged, with what the successor must know of it. */
  abstract String apply(Everything all, String key) throws IOException, InterruptedException;

  abstract void check(Everything all, String key, String known)
      throws IOException, InterruptedException;

  private static BlobInfo info(String key) {
    return BlobInfo.newBuilder(BUCKET, key).build();
  }

  private static String generation(Blob blob) {
    assertNotNull(blob);
    return String.valueOf(blob.getGeneration());
  }

  private static byte[] bytes(String key) {
    return ("bytes of " + key).repeat(500).getBytes(UTF_8);
  }

  private static byte[] large(String key) {
    return ("large " + key).repeat(30_000).getBytes(UTF_8);
  }

  private static Task task(Everything all, String key) {
    long later = Instant.now().plusSeconds(3600).getEpochSecond();
    return Task.newBuilder()
        .setName(QUEUE + "/tasks/" + key)
        .setScheduleTime(Timestamp.newBuilder().setSeconds(later))
        .setHttpRequest(
            HttpRequest.newBuilder()
                .setUrl("http://localhost:9/work")
                .setOidcToken(
                    OidcToken.newBuilder().setServiceAccountEmail(all.cloud.email("pusher"))))
        .build();
  }
}
