/** {@code deploy/topology.yaml} as records, checked for names that nothing declares.\n */
package io.bridge.cloud.topology;
