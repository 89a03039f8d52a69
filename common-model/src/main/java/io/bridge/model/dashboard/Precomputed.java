package io.bridge.model.dashboard;

/** What a precompute did: queries run, answers that were there already, queries that failed. */
public record Precomputed(int queriesExecuted, int cacheHits, int errors) {}
