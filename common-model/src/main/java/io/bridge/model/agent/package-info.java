/** Tasks of the agent. */
package io.bridge.model.agent;
