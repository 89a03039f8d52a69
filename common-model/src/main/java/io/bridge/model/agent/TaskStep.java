package io.bridge.model.agent;

import java.time.Instant;

/** One thing that the task did, for people; the newest is last. */
public record TaskStep(String text, Instant at) {}
