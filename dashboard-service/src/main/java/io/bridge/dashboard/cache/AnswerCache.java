package io.bridge.dashboard.cache;

import io.bridge.dashboard.DashboardConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What Redis keeps; only {@link #evict} and {@link #hold} fail where Redis is away. */
@ApplicationScoped
public class AnswerCache {
  private static final Logger LOG = Logger.getLogger(AnswerCache.class);
  private static final Duration EPOCHS_LIVE = Duration.ofHours(72);

  /** Begins an epoch under which nothing is kept. */
  private static final String HELD = "held:";

  /** Far longer than a change takes; the end of a hold that nobody released. */
  private static final Duration HOLDS_LIVE = Duration.ofMinutes(10);

  /** A change is worth more patience than a look; holding twice under one name is holding once. */
  private static final int HOLD_RETRIES = 2;

  /** Reads the epoch of each dependency and gives one to those that have none. */
  private static final String EPOCHS =
      """
      local found = {}
      for i, key in ipairs(KEYS) do
        redis.call('set', key, ARGV[1], 'px', ARGV[2], 'nx')
        found[i] = redis.call('get', key)
        if string.sub(found[i], 1, 5) ~= 'held:' then redis.call('pexpire', key, ARGV[2]) end
      end
      return found
      """;

  /** Key 1 is the entry; then the epochs, then the sets of entries, in the same order. */
  private static final String STORE =
      """
      local n = (#KEYS - 1) / 2
      for i = 1, n do
        if redis.call('get', KEYS[1 + i]) ~= ARGV[3 + i] then return 0 end
      end
      redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
      for i = 1, n do
        redis.call('sadd', KEYS[1 + n + i], KEYS[1])
        redis.call('pexpire', KEYS[1 + n + i], ARGV[3])
      end
      return 1
      """;

  private static final String FORGET =
      """
      redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
      local entries = redis.call('smembers', KEYS[2])
      for _, entry in ipairs(entries) do redis.call('del', entry) end
      redis.call('del', KEYS[2])
      """;

  private static final String EVICT = FORGET + "return entries";

  /** Key 3 is the set of those who hold; the last one to go lets a new epoch begin. */
  private static final String HOLD =
      FORGET
          + """
      redis.call('sadd', KEYS[3], ARGV[1])
      redis.call('pexpire', KEYS[3], ARGV[2])
      return 1
      """;

  private static final String RELEASE =
      """
      if redis.call('srem', KEYS[2], ARGV[1]) == 1 and redis.call('scard', KEYS[2]) == 0 then
        redis.call('del', KEYS[1])
      end
      return 1
      """;

  private final Redis redis;
  private final DashboardConfig.Cache config;

  AnswerCache(Redis redis, DashboardConfig config) {
    this.redis = redis;
    this.config = config.cache();
  }

  /** The bytes that were stored; null where there are none. */
  public Uni<Buffer> find(String key) {
    return send(Request.cmd(Command.GET).arg(key))
        .map(found -> found == null ? null : found.toBuffer())
        .onFailure()
        .invoke(AnswerCache::away)
        .onFailure()
        .recoverWithNull();
  }

  /** To be called before that is computed which is to be stored. */
  public Uni<Fence> fence(Set<String> dependencies) {
    List<String> all = List.copyOf(dependencies);
    Request request = script(EPOCHS, all.stream().map(AnswerCache::epoch).toList());
    request.arg(UUID.randomUUID().toString()).arg(EPOCHS_LIVE.toMillis());
    return send(request)
        .map(found -> fence(all, found))
        .onFailure()
        .invoke(AnswerCache::away)
        .onFailure()
        .recoverWithItem(Fence.CLOSED);
  }

  /** Keeps the bytes unless something that they depend on has changed since the fence. */
  public Uni<Void> store(Entry entry, byte[] bytes, Fence fence) {
    return entry.ttl().isPositive() && fence.covers(entry)
        ? send(storing(entry, bytes, fence))
            .replaceWithVoid()
            .onFailure()
            .invoke(AnswerCache::away)
            .onFailure()
            .recoverWithNull()
        : Uni.createFrom().voidItem();
  }

  /**
   * Makes everything stale that depends on it, also what is being computed. Answers slugs of the
   * dashboards that were in the cache.
   */
  public Uni<Set<String>> evict(String dependency) {
    Request request = script(EVICT, List.of(epoch(dependency), entries(dependency)));
    request.arg(UUID.randomUUID().toString()).arg(EPOCHS_LIVE.toMillis());
    return send(request).map(AnswerCache::slugs);
  }

  /**
   * Evicts, and lets nothing be kept that depends on it until {@link #release}, however many hold
   * it. To be called before the dependency changes. Answers what to release.
   */
  public Uni<String> hold(String dependency) {
    String hold = HELD + UUID.randomUUID();
    List<String> keys = List.of(epoch(dependency), entries(dependency), holders(dependency));
    Request request = script(HOLD, keys).arg(hold).arg(HOLDS_LIVE.toMillis());
    return send(request).onFailure().retry().atMost(HOLD_RETRIES).replaceWith(hold);
  }

  /** Once the change is done. A hold that could not be released ends by itself. */
  public Uni<Void> release(String dependency, String hold) {
    Request request = script(RELEASE, List.of(epoch(dependency), holders(dependency))).arg(hold);
    return send(request)
        .replaceWithVoid()
        .onFailure()
        .invoke(AnswerCache::away)
        .onFailure()
        .recoverWithNull();
  }

  private Request storing(Entry entry, byte[] bytes, Fence fence) {
    List<String> dependencies = List.copyOf(entry.dependencies());
    List<String> keys = new ArrayList<>(List.of(entry.key()));
    dependencies.forEach(it -> keys.add(epoch(it)));
    dependencies.forEach(it -> keys.add(entries(it)));
    Request request = script(STORE, keys);
    request.arg(Buffer.buffer(bytes)).arg(ttl(entry).toMillis()).arg(EPOCHS_LIVE.toMillis());
    dependencies.forEach(it -> request.arg(fence.epochs().get(it)));
    return request;
  }

  private Duration ttl(Entry entry) {
    return entry.ttl().compareTo(config.longest()) < 0 ? entry.ttl() : config.longest();
  }

  private Uni<Response> send(Request request) {
    return redis.send(request).ifNoItem().after(config.timeout()).fail();
  }

  private static Request script(String script, List<String> keys) {
    Request request = Request.cmd(Command.EVAL).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    return request;
  }

  private static Fence fence(List<String> dependencies, Response found) {
    Map<String, String> epochs = new HashMap<>();
    for (int i = 0; i < dependencies.size(); i++) {
      epochs.put(dependencies.get(i), found.get(i).toString());
    }
    boolean held = epochs.values().stream().anyMatch(epoch -> epoch.startsWith(HELD));
    return held ? Fence.CLOSED : new Fence(epochs);
  }

  private static Set<String> slugs(Response entries) {
    Set<String> slugs = new TreeSet<>();
    entries.forEach(entry -> slugs.add(Keys.slug(entry.toString())));
    slugs.remove("");
    return slugs;
  }

  private static String epoch(String dependency) {
    return dependency + ":epoch";
  }

  private static String entries(String dependency) {
    return dependency + ":entries";
  }

  private static String holders(String dependency) {
    return dependency + ":holders";
  }

  private static void away(Throwable failure) {
    LOG.warnf("event=cache-away error=%s", failure.getClass().getName());
  }
}
