/**
 * The metadata server of Compute Engine and Cloud Run, one port for each service, so that each\n *
 * process finds its own service account by Application Default Credentials.\n
 */
package io.bridge.cloud.metadata;
