/** Calls to the gateway as the signed-in person. */
package io.bridge.app.gateway;
