/**
 * Cloud Tasks: the queues of the topology and of clients over gRPC, and the dispatch of HTTP tasks
 * with an OIDC token at the rate of their queue. A task is on disk before its creator hears of it;
 * an attempt that a crash cut off is made again.
 */
package io.bridge.cloud.tasks;
