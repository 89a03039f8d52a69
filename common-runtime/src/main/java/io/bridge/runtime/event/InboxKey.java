package io.bridge.runtime.event;

/** What makes a message the same message for a consumer, however often it is delivered. */
record InboxKey(String consumer, String source, String eventId) {}
