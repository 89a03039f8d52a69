package io.bridge.cloud.bigquery.load;

import java.nio.file.Path;

/**
 * A file of a load, where it stays as it is until the load ends.
 *
 * @param uri where it came from; what messages name
 */
record StagedFile(GcsUri uri, Path path, long sizeBytes) {}
