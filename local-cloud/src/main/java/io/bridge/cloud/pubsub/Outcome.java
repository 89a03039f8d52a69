package io.bridge.cloud.pubsub;

/** What came of a delivery. */
record Outcome(AckId delivery, boolean acknowledged) {}
