package io.bridge.cloud.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.gax.rpc.NotFoundException;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.DeleteTopicRequest;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.bridge.cloud.dispatch.TestCloud;
import java.util.List;

/** Messages, topics and subscriptions. */
enum PubSubOperation implements Operation {
  MESSAGE {
    @Override
    public String apply(Everything all, String key) {
      return publish(all, TOPIC, key);
    }

    /** Messages are taken all at once: {@code MixedKillTest} looks for them. */
    @Override
    public void check(Everything all, String key, String id) {}
  },
  /** Of two messages one. */
  ACKNOWLEDGED_MESSAGE {
    @Override
    public String apply(Everything all, String key) {
      subscribe(all, key);
      publish(all, topic(key), key + " one");
      publish(all, topic(key), key + " two");
      ReceivedMessage taken = pull(all, key, 1).getFirst();
      AcknowledgeRequest request =
          AcknowledgeRequest.newBuilder()
              .setSubscription(subscription(key))
              .addAckIds(taken.getAckId())
              .build();
      all.subscriber.acknowledgeCallable().call(request);
      return taken.getMessage().getMessageId();
    }

    @Override
    public void check(Everything all, String key, String id) {
      List<ReceivedMessage> left = pull(all, key, 10);
      assertEquals(1, left.size(), key);
      assertNotEquals(id, left.getFirst().getMessage().getMessageId(), key);
    }
  },
  DELETED_SUBSCRIPTION {
    @Override
    public String apply(Everything all, String key) {
      String name = subscribe(all, key);
      all.subscriber
          .deleteSubscriptionCallable()
          .call(DeleteSubscriptionRequest.newBuilder().setSubscription(name).build());
      return name;
    }

    @Override
    public void check(Everything all, String key, String name) {
      var wanted = GetSubscriptionRequest.newBuilder().setSubscription(name).build();
      assertThrows(
          NotFoundException.class, () -> all.subscriber.getSubscriptionCallable().call(wanted));
      assertEquals(topic(key), topicOf(all, key).getName());
    }
  },
  DELETED_TOPIC {
    @Override
    public String apply(Everything all, String key) {
      subscribe(all, key);
      all.publisher
          .deleteTopicCallable()
          .call(DeleteTopicRequest.newBuilder().setTopic(topic(key)).build());
      return topic(key);
    }

    @Override
    public void check(Everything all, String key, String name) {
      assertThrows(NotFoundException.class, () -> topicOf(all, key));
      var wanted = GetSubscriptionRequest.newBuilder().setSubscription(subscription(key)).build();
      Subscription left = all.subscriber.getSubscriptionCallable().call(wanted);
      assertEquals("_deleted-topic_", left.getTopic(), key);
    }
  };

  static final String SUBSCRIPTION = subscription("pull.pulled");
  private static final String TOPIC = topic("pulled");

  private static String topic(String key) {
    return "projects/" + TestCloud.PROJECT + "/topics/" + key;
  }

  private static String subscription(String key) {
    return "projects/" + TestCloud.PROJECT + "/subscriptions/" + key;
  }

  /** Name of a new subscription to a new topic. */
  private static String subscribe(Everything all, String key) {
    Topic topic = Topic.newBuilder().setName(topic(key)).build();
    all.publisher.createTopicCallable().call(topic);
    Subscription wanted =
        Subscription.newBuilder().setName(subscription(key)).setTopic(topic(key)).build();
    return all.subscriber.createSubscriptionCallable().call(wanted).getName();
  }

  private static Topic topicOf(Everything all, String key) {
    var wanted = GetTopicRequest.newBuilder().setTopic(topic(key)).build();
    return all.publisher.getTopicCallable().call(wanted);
  }

  /** Id of the message. */
  private static String publish(Everything all, String topic, String text) {
    PubsubMessage message =
        PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
    return all.publisher
        .publishCallable()
        .call(PublishRequest.newBuilder().setTopic(topic).addMessages(message).build())
        .getMessageIds(0);
  }

  private static List<ReceivedMessage> pull(Everything all, String key, int most) {
    PullRequest pull =
        PullRequest.newBuilder().setSubscription(subscription(key)).setMaxMessages(most).build();
    return all.subscriber.pullCallable().call(pull).getReceivedMessagesList();
  }
}
