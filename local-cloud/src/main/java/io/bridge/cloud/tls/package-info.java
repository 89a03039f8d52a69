/**
 * The installation's own certificate authority and what it certifies. Google's gRPC clients refuse
 * to\n * send credentials in clear, so even loopback speaks TLS.\n
 */
package io.bridge.cloud.tls;
