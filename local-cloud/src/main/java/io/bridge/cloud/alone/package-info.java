/**
 * {@code ./bridge cloud}: one local-cloud as a product of its own, without the mesh. {@link
 * io.bridge.cloud.alone.CloudCommands} is the command line, {@code Installation} one folder with
 * everything that it keeps.
 */
package io.bridge.cloud.alone;
