/** The queue of loads, over Google's own client. */
package io.bridge.sync.tasks;
