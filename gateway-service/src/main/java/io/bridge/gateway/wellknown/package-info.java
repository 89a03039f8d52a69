/** What anybody may read: how to sign in, and the keys of the mesh's tokens. */
package io.bridge.gateway.wellknown;
