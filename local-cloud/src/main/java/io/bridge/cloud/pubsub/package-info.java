/**
 * Pub/Sub: topics and subscriptions of the topology, publish and pull over gRPC, and the push side
 * with a signed OIDC token, backoff, ordering keys and dead letters. A message is on disk before
 * its publisher hears of it and stays there until every subscription has acknowledged it.
 */
package io.bridge.cloud.pubsub;
