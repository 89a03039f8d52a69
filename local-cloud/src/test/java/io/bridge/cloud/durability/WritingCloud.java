package io.bridge.cloud.durability;

import com.google.cloud.bigquery.DatasetInfo;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that writes through every API, from several clients at once, and says what was
 * acknowledged, one line each, until it is killed.
 */
final class WritingCloud {
  /** A line without it was cut off. */
  static final String END = " .";

  private static final int CLIENTS = 4;

  private WritingCloud() {}

  /**
   * @param arguments folder of the state; seed of what is written when
   */
  public static void main(String[] arguments) throws Exception {
    Everything all = Everything.start(Path.of(arguments[0]));
    all.bigQuery.create(DatasetInfo.of("tables"));
    AtomicInteger next = new AtomicInteger();
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(Long.parseLong(arguments[1]) * CLIENTS + client);
        clients.execute(() -> write(all, random, next));
      }
    }
  }

  /** Hashing a password takes a core for half a second: one in four of its turns is enough. */
  private static Operation next(Random random) {
    Operation[] all = Operation.values();
    Operation next = all[random.nextInt(all.length)];
    return next == Operation.PERSON && random.nextInt(4) > 0 ? next(random) : next;
  }

  private static void write(Everything all, Random random, AtomicInteger next) {
    try {
      while (true) {
        Operation operation = next(random);
        String key = "k" + next.incrementAndGet();
        String known = operation.apply(all, key);
        System.out.println(operation + " " + key + " " + known + END);
      }
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
