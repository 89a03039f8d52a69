package io.bridge.cloud.durability;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A process that writes through every API, from several clients at once, and says what it begins
 * and what was acknowledged, one line each, until it is killed.
 */
final class WritingCloud {
  /** A line without it was cut off. */
  static final String END = " .";

  /** The first word of a line that is followed by the key of what begins. */
  static final String BEGIN = "begin";

  static final int CLIENTS = 4;

  private WritingCloud() {}

  /**
   * @param arguments folder of the state; seed of what is written when
   */
  public static void main(String[] arguments) throws Exception {
    Everything all = Everything.start(Path.of(arguments[0]));
    BigQueryOperation.prepare(all);
    List<Operation> turns =
        Operation.all().stream()
            .flatMap(each -> Collections.nCopies(each.weight(), each).stream())
            .toList();
    AtomicInteger next = new AtomicInteger(1000);
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(Long.parseLong(arguments[1]) * CLIENTS + client);
        clients.execute(() -> write(all, () -> turns.get(random.nextInt(turns.size())), next));
      }
    }
  }

  private static void write(Everything all, Supplier<Operation> operations, AtomicInteger next) {
    try {
      while (true) {
        Operation operation = operations.get();
        String key = "k" + next.incrementAndGet();
        System.out.println(BEGIN + " " + key + END);
        String known = operation.apply(all, key);
        System.out.println(operation.name() + " " + key + " " + known + END);
      }
    } catch (Exception | AssertionError e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
