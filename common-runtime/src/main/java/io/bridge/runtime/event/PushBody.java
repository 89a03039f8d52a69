package io.bridge.runtime.event;

/**
 * What Pub/Sub posts to a push address.
 *
 * @param subscription full name of the subscription
 */
public record PushBody(PushMessage message, String subscription) {}
