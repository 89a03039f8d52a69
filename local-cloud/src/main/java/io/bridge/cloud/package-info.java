/**
 * Google's wire APIs on one machine: {@link io.bridge.cloud.LocalCloud} starts them, {@link\n *
 * io.bridge.cloud.Main} is the process, {@link io.bridge.cloud.CloudContext} is what each API
 * gets.\n
 */
package io.bridge.cloud;
