package io.bridge.cloud.pubsub;

import static io.bridge.cloud.pubsub.GooglePubSub.text;
import static io.bridge.cloud.pubsub.GooglePubSub.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.pubsub.v1.ReceivedMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 between a subscriber's pulls and acknowledgements. */
class KilledSubscriberTest {
  private static final int ENOUGH = 30;

  @TempDir Path dir;

  /**
   * @param lines what the process said, first word by first word
   */
  private record Said(List<String> lines) {
    List<String> of(String word) {
      return lines.stream()
          .filter(line -> line.startsWith(word + " "))
          .map(line -> line.substring(word.length() + 1))
          .toList();
    }
  }

  @Test
  void deliversAgainWhatWasNotAcknowledgedAndNothingElse() throws Exception {
    // When
    Said said = runAndKill();

    // Then
    String[] subscriptions = said.of("subscriptions").getFirst().split(" ");
    try (GooglePubSub google = new GooglePubSub(dir)) {
      Set<String> again = new HashSet<>();
      for (List<ReceivedMessage> more = google.pull(subscriptions[0]);
          !more.isEmpty();
          more = google.pull(subscriptions[0])) {
        again.addAll(texts(more));
      }
      Set<String> open = new HashSet<>(said.of("published"));
      // What was cut off while it was being acknowledged may be either.
      said.of("acknowledging").forEach(open::remove);
      assertTrue(again.containsAll(open), "lost of " + open + ": " + again);
      said.of("acknowledged").forEach(text -> assertTrue(!again.contains(text), text));
      assertKeepsItsOrder(google, subscriptions[1], said.of("published").size());
    }
  }

  private static void assertKeepsItsOrder(GooglePubSub google, String ordered, int published) {
    List<String> texts = new ArrayList<>();
    while (texts.size() < published) {
      ReceivedMessage next = google.pullOne(ordered);
      texts.add(text(next));
      google.acknowledge(ordered, next);
    }
    assertEquals(IntStream.range(0, published).mapToObj(Integer::toString).toList(), texts);
  }

  private Said runAndKill() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KilledSubscriber.class.getName(),
                    dir.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (line.equals("published " + ENOUGH)) {
          // By its handle: the process would close the pipe, which has more to say.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertTrue(lines.contains("published " + ENOUGH), "it ended by itself: " + lines);
    return new Said(lines);
  }
}
