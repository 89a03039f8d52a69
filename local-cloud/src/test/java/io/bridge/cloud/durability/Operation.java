package io.bridge.cloud.durability;

import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One kind of write. What {@link #apply} returns was acknowledged: {@link #check} looks for it in a
 * successor.
 */
interface Operation {
  String BUCKET = TestCloud.PROJECT + "-data";

  String name();

  /** Returns once it is acknowledged, with what the successor must know of it. */
  String apply(Everything all, String key) throws IOException, InterruptedException;

  void check(Everything all, String key, String known) throws IOException, InterruptedException;

  /** How often it has its turn: what takes longest has 1. */
  default int weight() {
    return 4;
  }

  /** Whether there is an object of the key's name afterwards. */
  default boolean leavesObject() {
    return false;
  }

  static List<Operation> all() {
    return Stream.<Operation[]>of(
            StorageOperation.values(),
            PubSubOperation.values(),
            CallOperation.values(),
            SecurityOperation.values(),
            BigQueryOperation.values(),
            LoadOperation.values())
        .flatMap(Arrays::stream)
        .toList();
  }

  static Operation named(String name) {
    return all().stream().collect(Collectors.toMap(Operation::name, Function.identity())).get(name);
  }
}
