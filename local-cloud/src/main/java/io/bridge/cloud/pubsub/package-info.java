/**
 * Pub/Sub: topics and subscriptions of the topology and of clients, publish, pull and StreamingPull
 * over gRPC, and the push side with a signed OIDC token; backoff, ordering keys, filters and dead
 * letters for all of them. A message is on disk before its publisher hears of it and stays there
 * until every subscription has acknowledged it; who has it right now is known in memory only, so
 * after a crash everything that is not acknowledged is due again.
 */
package io.bridge.cloud.pubsub;
