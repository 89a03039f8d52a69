package io.bridge.model.agent;

/**
 * What a finished task made.
 *
 * @param dashboard slug
 * @param title of the dashboard
 * @param path of the page that draws it, below the gateway's address
 * @param tiles how many
 * @param bytes that the dry runs of all its queries add up to
 */
public record TaskResult(String dashboard, String title, String path, int tiles, long bytes) {}
