/**
 * What Pub/Sub's topics and subscriptions and the queues of Cloud Tasks have in common: kept as
 * Google's own messages, declared by the topology or made by a client, changed by a field mask.
 */
package io.bridge.cloud.resource;
