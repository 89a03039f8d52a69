/** Tasks of the agent, and the planner that makes a dashboard without a model. */
package io.bridge.agent;
