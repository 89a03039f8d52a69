package io.bridge.dashboard.storage;

/**
 * One generation of an object.
 *
 * @param name the whole object name, without the bucket
 */
public record StoredFile(String name, long generation) {}
