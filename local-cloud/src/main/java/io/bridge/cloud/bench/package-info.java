/**
 * Measures Bridge against a reference in the same run. A ratio travels between machines; a number
 * of seconds does not.
 */
package io.bridge.cloud.bench;
