package io.bridge.cloud.bigquery.load;

import java.nio.file.Path;

/**
 * A file of a load, where it stays as it is until the load ends.
 *
 * @param uri where it came from, as messages name it
 */
record StagedFile(String uri, Path path, long sizeBytes) {}
