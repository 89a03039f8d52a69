/**
 * Cloud Scheduler: the jobs of the topology and of clients over gRPC, called by their schedules
 * with an OIDC token. When a job runs next is on disk, so a run that fell into a restart is made up
 * for, once.
 */
package io.bridge.cloud.scheduler;
