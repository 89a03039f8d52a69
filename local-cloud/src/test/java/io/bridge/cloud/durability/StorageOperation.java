package io.bridge.cloud.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Objects and buckets. */
enum StorageOperation implements Operation {
  NEW_OBJECT {
    @Override
    public String apply(Everything all, String key) {
      return generation(all.storage.create(info(key), bytes(key)));
    }

    @Override
    public void check(Everything all, String key, String generation) {
      Blob blob = all.storage.get(BUCKET, key);
      assertEquals(generation, generation(blob), key);
      assertArrayEquals(bytes(key), blob.getContent(), key);
    }
  },
  REPLACED_OBJECT {
    @Override
    public String apply(Everything all, String key) {
      all.storage.create(info(key), bytes("before " + key));
      return generation(all.storage.create(info(key), bytes(key)));
    }

    @Override
    public void check(Everything all, String key, String generation)
        throws IOException, InterruptedException {
      NEW_OBJECT.check(all, key, generation);
    }
  },
  DELETED_OBJECT {
    @Override
    public String apply(Everything all, String key) {
      all.storage.create(info(key), bytes(key));
      return String.valueOf(all.storage.delete(BlobId.of(BUCKET, key)));
    }

    @Override
    public void check(Everything all, String key, String deleted) {
      assertNull(all.storage.get(BUCKET, key), key);
    }

    @Override
    public boolean leavesObject() {
      return false;
    }
  },
  /** In chunks, so that the kill finds uploads that have begun. */
  UPLOADED_OBJECT {
    @Override
    public String apply(Everything all, String key) throws IOException {
      byte[] content = large(key);
      try (WriteChannel channel = all.storage.writer(info(key))) {
        channel.setChunkSize(256 * 1024);
        channel.write(ByteBuffer.wrap(content));
      }
      return String.valueOf(content.length);
    }

    @Override
    public void check(Everything all, String key, String length) {
      assertArrayEquals(large(key), all.storage.readAllBytes(BUCKET, key), key);
    }
  },
  METADATA {
    @Override
    public String apply(Everything all, String key) {
      Blob blob = all.storage.create(info(key), bytes(key));
      return blob.toBuilder().setMetadata(Map.of("key", key)).build().update().getMetageneration()
          + "";
    }

    @Override
    public void check(Everything all, String key, String metageneration) {
      Blob blob = all.storage.get(BUCKET, key);
      assertEquals(metageneration, blob.getMetageneration() + "", key);
      assertEquals(Map.of("key", key), blob.getMetadata(), key);
    }
  },
  NEW_BUCKET {
    @Override
    public String apply(Everything all, String key) {
      return all.storage
          .create(BucketInfo.of(bucketOf(key)))
          .getCreateTimeOffsetDateTime()
          .toString();
    }

    @Override
    public void check(Everything all, String key, String created) {
      Bucket bucket = all.storage.get(bucketOf(key));
      assertEquals(created, bucket.getCreateTimeOffsetDateTime().toString(), key);
    }

    @Override
    public boolean leavesObject() {
      return false;
    }
  };

  @Override
  public boolean leavesObject() {
    return true;
  }

  static String bucketOf(String key) {
    return "new-" + key;
  }

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
}
