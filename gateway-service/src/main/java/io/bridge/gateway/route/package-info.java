/**
 * Which service answers which path, and the way there. Guards stand before it: what is refused here
 * never reaches a service.
 */
package io.bridge.gateway.route;
