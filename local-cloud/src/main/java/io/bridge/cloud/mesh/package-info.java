/**
 * Runs the mesh on one machine: PostgreSQL, local-cloud and the services as processes of their own.
 *
 * <p>{@link io.bridge.cloud.mesh.Mesh} is what the command line and the mesh's tests share; {@link
 * io.bridge.cloud.mesh.House} is the command line.
 */
package io.bridge.cloud.mesh;
