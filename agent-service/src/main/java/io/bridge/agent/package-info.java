/**
 * Owns tasks of the agent: it takes them, carries them on through Cloud Tasks and tells how they
 * ended. The one kind there is, {@code dashboard}, is done by a planner without a model that reads
 * the catalog, proves its queries and saves a dashboard, all with the rights of who asked.
 * Publishes TaskAccepted and TaskFinished; listens to nothing.
 */
package io.bridge.agent;
