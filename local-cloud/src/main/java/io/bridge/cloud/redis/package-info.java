/** A real Redis for the mesh and for tests: a cache that may go away at any time. */
package io.bridge.cloud.redis;
