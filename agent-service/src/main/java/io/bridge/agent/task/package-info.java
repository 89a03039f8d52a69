/**
 * A task from its acceptance to its end. The row is the truth; the queue only wakes somebody up,
 * and the reaper wakes somebody up where the queue forgot.
 */
package io.bridge.agent.task;
