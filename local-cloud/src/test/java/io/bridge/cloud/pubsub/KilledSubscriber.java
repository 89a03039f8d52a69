package io.bridge.cloud.pubsub;

import static io.bridge.cloud.pubsub.GooglePubSub.keyed;
import static io.bridge.cloud.pubsub.GooglePubSub.text;

import com.google.pubsub.v1.ReceivedMessage;
import java.nio.file.Path;
import java.util.List;

/** A process that publishes and pulls without end and says what it did, until it is killed. */
final class KilledSubscriber {
  private KilledSubscriber() {}

  /**
   * @param arguments folder of the state
   */
  public static void main(String[] arguments) throws Exception {
    GooglePubSub google = new GooglePubSub(Path.of(arguments[0]));
    String topic = google.topic();
    String subscription = google.subscription(topic, it -> it.setAckDeadlineSeconds(600));
    String ordered =
        google.subscription(
            topic, it -> it.setAckDeadlineSeconds(600).setEnableMessageOrdering(true));
    say("subscriptions " + subscription + " " + ordered);
    for (int i = 0; ; i++) {
      google.publish(topic, keyed("key", Integer.toString(i)));
      say("published " + i);
      List<ReceivedMessage> pulled = google.pull(subscription);
      // Every other message stays with us.
      for (ReceivedMessage message : pulled) {
        if (i % 2 == 0) {
          say("acknowledging " + text(message));
          google.acknowledge(subscription, message);
          say("acknowledged " + text(message));
        }
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
