/** What viewers of dashboards and askers of single queries get. */
package io.bridge.dashboard.serve;
