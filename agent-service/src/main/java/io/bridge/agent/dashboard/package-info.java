/** Dashboards and queries, as dashboard-service does them for the person. */
package io.bridge.agent.dashboard;
