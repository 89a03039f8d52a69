/** Bytes of each team: reserved before a query runs, settled by what it was billed. */
package io.bridge.dashboard.budget;
