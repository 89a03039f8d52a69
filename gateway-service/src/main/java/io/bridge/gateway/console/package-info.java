/** The console's one page, whatever address below {@code /console} is asked for. */
package io.bridge.gateway.console;
