/**
 * Cloud Tasks: the queues of the topology over gRPC, and the dispatch of HTTP tasks with an OIDC
 * token. A task is on disk before its creator hears of it; an attempt that a crash cut off is made
 * again.
 */
package io.bridge.cloud.tasks;
