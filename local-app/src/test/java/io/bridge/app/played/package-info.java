/**
 * A server for tests that plays the gateway, the identity service and the storage on the wire: what
 * it answers is made up here, not by the real parts; mesh-tests run the app against those.
 */
package io.bridge.app.played;
