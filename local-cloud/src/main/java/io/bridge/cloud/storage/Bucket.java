package io.bridge.cloud.storage;

import java.time.Instant;

/**
 * A bucket of the topology.
 *
 * @param created when local-cloud first started with it
 */
record Bucket(String name, String location, Instant created) {}
