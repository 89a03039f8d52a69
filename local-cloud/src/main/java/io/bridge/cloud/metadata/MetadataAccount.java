package io.bridge.cloud.metadata;

/**
 * Whose metadata a port answers.
 *
 * @param email whole address of the service account
 */
public record MetadataAccount(String email, String project) {}
