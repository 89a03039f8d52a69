/** Makes a dashboard: asks the peers what the planner needs, proves its draft and saves it. */
package io.bridge.agent.generation;
