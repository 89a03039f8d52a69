package io.bridge.cloud.pubsub;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;

/** A delivery as pullers get it. */
final class Received {
  private Received() {}

  static ReceivedMessage of(Delivery delivery, Terms terms) {
    PubsubMessage message =
        PubsubMessage.newBuilder()
            .setData(ByteString.copyFrom(delivery.data()))
            .putAllAttributes(delivery.attributes())
            .setMessageId(delivery.messageId())
            .setOrderingKey(delivery.orderingKey())
            .setPublishTime(
                Timestamp.newBuilder()
                    .setSeconds(delivery.publishTime().getEpochSecond())
                    .setNanos(delivery.publishTime().getNano()))
            .build();
    return ReceivedMessage.newBuilder()
        .setAckId(delivery.id().text())
        .setMessage(message)
        .setDeliveryAttempt(terms.maxAttempts() > 0 ? delivery.attempt() : 0)
        .build();
  }
}
