package io.bridge.dashboard.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.RedisResource;
import io.bridge.dashboard.PlayedPeers;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Against a real Redis: what is kept, and what is not while something changes. */
@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(RedisResource.class)
@WithTestResource(PlayedPeers.class)
class AnswerCacheTest {
  private static final byte[] BYTES = {1, 2, 3};

  @Inject AnswerCache cache;
  @Inject RedisDataSource redis;
  private final UUID team = UUID.randomUUID();
  private final String file = Keys.file(team, "shop");
  private final Entry page =
      new Entry(Keys.page(team, "shop", "x"), Set.of(file), Duration.ofMinutes(1));

  private Fence fence() {
    return cache.fence(Set.of(file)).await().indefinitely();
  }

  private void store(Fence fence) {
    cache.store(page, BYTES, fence).await().indefinitely();
  }

  private byte[] find() {
    Buffer found = cache.find(page.key()).await().indefinitely();
    return found == null ? null : found.getBytes();
  }

  private String hold() {
    return cache.hold(file).await().indefinitely();
  }

  private void release(String hold) {
    cache.release(file, hold).await().indefinitely();
  }

  @Test
  void keepsWhatIsTrue() {
    store(fence());

    assertArrayEquals(BYTES, find());
  }

  @Test
  void aHoldForgetsWhatIsKept() {
    store(fence());

    hold();

    assertNull(find());
  }

  @Test
  void keepsNothingThatWasBegunBeforeOrDuringAChange() {
    Fence before = fence();
    String hold = hold();
    Fence during = fence();

    store(before);
    store(during);
    assertNull(find());
    release(hold);
    store(before);
    store(during);

    assertNull(find());
    assertEquals(Fence.CLOSED, during);
  }

  @Test
  void keepsAgainOnceTheLastChangeIsDone() {
    String first = hold();
    String second = hold();

    release(second);
    release(second);
    assertEquals(Fence.CLOSED, fence());
    release(first);

    assertFalse(fence().epochs().isEmpty());
    store(fence());
    assertArrayEquals(BYTES, find());
  }

  /** Nobody released it, and many look: it must end all the same. */
  @Test
  void looksDoNotProlongAHold() {
    hold();
    fence();

    assertFalse(lifeOfEpoch().compareTo(Duration.ofMinutes(10)) > 0);
  }

  private Duration lifeOfEpoch() {
    return Duration.ofMillis(redis.key().pttl(file + ":epoch"));
  }
}
