package io.bridge.connection.google;

/**
 * A project and who enters it.
 *
 * @param serviceAccount e-mail
 */
public record Warehouse(String projectId, String serviceAccount) {}
