package io.bridge.cloud.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * A dashboard from the cache: server CPU for each request, against a bare Vert.x handler that reads
 * the very same bytes from the same Redis and does nothing else.
 */
public final class ServeCase implements BenchCase {
  private static final String KEY = "bench:serve";
  private static final int ROUNDS = 3;
  private static final int WARM_UP = 20_000;
  private static final int REQUESTS = 20_000;
  private static final double GOAL = 3;
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Served served;

  public ServeCase(Served served) {
    this.served = served;
  }

  @Override
  public String name() {
    return "serve";
  }

  @Override
  public String description() {
    return "a cached dashboard, against a bare Vert.x handler that reads the same bytes from Redis";
  }

  @Override
  public List<Measurement> run(Path scratch, Consumer<String> progress) {
    Served.Dashboard dashboard = served.prepare(scratch, progress);
    try (Hammer hammer = new Hammer()) {
      byte[] answer = hammer.once(dashboard.target());
      progress.accept(
          "an answer of " + unpacked(answer) + " bytes, " + answer.length + " of them sent");
      put(dashboard.redis(), answer);
      Process bare = start(dashboard, scratch);
      try {
        return List.of(measure(dashboard, bare, hammer, progress));
      } finally {
        bare.destroyForcibly();
      }
    } catch (IOException e) {
      throw new IllegalStateException("The benchmark could not run", e);
    }
  }

  /** The best of some rounds, taken turn about: what else the machine does hits both. */
  private static Measurement measure(
      Served.Dashboard dashboard, Process bare, Hammer hammer, Consumer<String> progress)
      throws IOException {
    Hammer.Target reference =
        new Hammer.Target(dashboard.barePort(), "/", dashboard.target().headers());
    progress.accept("warming up");
    hammer.hammer(dashboard.target(), WARM_UP);
    hammer.hammer(reference, WARM_UP);
    double value = Double.MAX_VALUE;
    double plain = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      progress.accept("round " + (round + 1) + " of " + ROUNDS);
      value = Math.min(value, micros(dashboard.pid(), dashboard.target(), hammer));
      plain = Math.min(plain, micros(bare.pid(), reference, hammer));
    }
    return new Measurement("server CPU a request, us", value, plain, "bare Vert.x handler", GOAL);
  }

  private static double micros(long pid, Hammer.Target target, Hammer hammer) throws IOException {
    double before = Cpu.seconds(pid);
    hammer.hammer(target, REQUESTS);
    return (Cpu.seconds(pid) - before) * 1e6 / REQUESTS;
  }

  private static Process start(Served.Dashboard dashboard, Path scratch) throws IOException {
    List<String> command = new ArrayList<>(dashboard.bareCommand());
    command.add(BareServer.class.getName());
    command.addAll(List.of(String.valueOf(dashboard.barePort()), dashboard.redis(), KEY));
    Path log = scratch.resolve("bare.log");
    Process bare =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
            .start();
    Instant limit = Instant.now().plus(START_LIMIT);
    while (!listens(dashboard.barePort())) {
      if (!bare.isAlive() || Instant.now().isAfter(limit)) {
        bare.destroyForcibly();
        throw new IOException("The bare handler did not start");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return bare;
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void put(String redisUrl, byte[] bytes) {
    Vertx vertx = Vertx.vertx();
    Redis redis = Redis.createClient(vertx, redisUrl);
    try {
      redis
          .send(Request.cmd(Command.SET).arg(KEY).arg(Buffer.buffer(bytes)))
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(10, TimeUnit.SECONDS)
          .join();
    } finally {
      redis.close();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static int unpacked(byte[] answer) throws IOException {
    boolean packed = answer.length > 1 && answer[0] == 0x1f && answer[1] == (byte) 0x8b;
    if (!packed) {
      return answer.length;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer))) {
      return in.readAllBytes().length;
    }
  }
}
