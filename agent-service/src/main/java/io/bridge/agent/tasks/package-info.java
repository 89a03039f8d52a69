/** The queue of tasks, over Google's own client. */
package io.bridge.agent.tasks;
