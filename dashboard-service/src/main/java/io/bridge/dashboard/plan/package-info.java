/** From a file to statements, and what these would do: nothing is run here. */
package io.bridge.dashboard.plan;
