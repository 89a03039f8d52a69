/**
 * Processes of this machine that outlive who started them: how they are started, found again, asked
 * whether they are ready, and ended.
 */
package io.bridge.cloud.process;
