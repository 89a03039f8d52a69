/**
 * Who a request is from and what the mesh is told about it: ID tokens come in, the mesh's own
 * tokens go out.
 */
package io.bridge.gateway.identity;
