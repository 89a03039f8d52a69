/**
 * Loads received files into the warehouse, one job for each file and attempt, and finds the loads
 * that got lost on the way.
 */
package io.bridge.sync.load;
