package io.bridge.cloud.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import io.bridge.cloud.process.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * kill -9 in the middle of 1,000 operations of all APIs: nothing acknowledged is lost, no file is
 * half there, and it starts again without help. Three seeds; with {@code -Dbridge.soak=true} 20.
 */
@Timeout(300)
class MixedKillTest {
  private static final int OPERATIONS = 1000;

  @TempDir Path dir;

  /** An operation that was acknowledged before the kill. */
  private record Acknowledged(Operation operation, String key, String known) {
    static Acknowledged read(String line) {
      String whole = line.substring(0, line.length() - WritingCloud.END.length());
      String[] parts = whole.split(" ", 3);
      return new Acknowledged(Operation.named(parts[0]), parts[1], parts[2]);
    }
  }

  /** What is known of the process that was killed. */
  private record Written(List<Acknowledged> acknowledged, Set<String> begun) {
    Set<String> inFlight() {
      Set<String> keys = new HashSet<>(begun);
      acknowledged.forEach(each -> keys.remove(each.key()));
      return keys;
    }

    Set<String> keys(Predicate<Operation> of) {
      return acknowledged.stream()
          .filter(each -> of.test(each.operation()))
          .map(Acknowledged::key)
          .collect(Collectors.toSet());
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Boolean.getBoolean("bridge.soak") ? 20 : 3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void losesNothingThatWasAcknowledged(long seed) throws Exception {
    // Given
    int enough = OPERATIONS / 4 + new Random(seed).nextInt(OPERATIONS / 2);

    // When
    Written written = writeAndKill(seed, enough);

    // Then
    List<Acknowledged> acknowledged = written.acknowledged();
    try (Everything all = Everything.start(dir)) {
      for (Acknowledged each : acknowledged) {
        each.operation().check(all, each.key(), each.known());
      }
      assertHasMessages(all, acknowledged);
      assertListsNothingElse(all, written);
    }
    new Leftovers(dir).assertNone(written.inFlight().size());
  }

  /** Whatever was printed by then was acknowledged; more may be, which is read to its end. */
  private Written writeAndKill(long seed, int enough) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("writing-cloud", ".log");
    Process process = new ProcessBuilder(command(seed)).redirectError(errors.toFile()).start();
    List<Acknowledged> lines = new ArrayList<>();
    Set<String> begun = new HashSet<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(WritingCloud.BEGIN)) {
          begun.add(line.split(" ")[1]);
        } else if (line.endsWith(WritingCloud.END)) {
          lines.add(Acknowledged.read(line));
        }
        if (lines.size() == enough) {
          // By its handle: the process would close the pipe, which has more to say.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    if (lines.size() < enough) {
      throw new AssertionError("It ended by itself: " + Files.readString(errors));
    }
    return new Written(lines, begun);
  }

  private List<String> command(long seed) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Jvm.cloudOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WritingCloud.class.getName(), dir.toString(), Long.toString(seed)));
    return command;
  }

  private static void assertHasMessages(Everything all, List<Acknowledged> acknowledged) {
    Set<String> missing = new HashSet<>();
    acknowledged.stream()
        .filter(each -> each.operation() == PubSubOperation.MESSAGE)
        .forEach(each -> missing.add(each.known()));
    while (!missing.isEmpty()) {
      PullRequest pull =
          PullRequest.newBuilder()
              .setSubscription(PubSubOperation.SUBSCRIPTION)
              .setMaxMessages(1000)
              .build();
      List<ReceivedMessage> received =
          all.subscriber.pullCallable().call(pull).getReceivedMessagesList();
      if (received.isEmpty()) {
        throw new AssertionError("Messages are lost: " + missing);
      }
      received.forEach(each -> missing.remove(each.getMessage().getMessageId()));
    }
  }

  /** What was in flight may be there or not. */
  private static void assertListsNothingElse(Everything all, Written written) {
    Set<String> inFlight = written.inFlight();
    assertTrue(inFlight.size() <= WritingCloud.CLIENTS, inFlight.toString());
    Set<String> objects = new HashSet<>();
    all.storage.list(Operation.BUCKET).iterateAll().forEach(each -> objects.add(each.getName()));
    objects.removeAll(inFlight);
    assertEquals(written.keys(Operation::leavesObject), objects);
    Set<String> buckets = new HashSet<>();
    all.storage.list().iterateAll().forEach(each -> buckets.add(each.getName()));
    inFlight.forEach(key -> buckets.remove(StorageOperation.bucketOf(key)));
    Set<String> expected = new HashSet<>(Set.of(Operation.BUCKET));
    written
        .keys(StorageOperation.NEW_BUCKET::equals)
        .forEach(key -> expected.add(StorageOperation.bucketOf(key)));
    assertEquals(expected, buckets);
  }
}
