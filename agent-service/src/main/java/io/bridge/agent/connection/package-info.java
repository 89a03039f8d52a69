/** Connections of a team, as connection-service tells the person. */
package io.bridge.agent.connection;
