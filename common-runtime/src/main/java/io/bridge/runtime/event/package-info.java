/**
 * Facts between the services: the outbox writes them in the transaction of the change and publishes
 * them, the inbox lets each take effect once. CloudEvents 1.0, binary mode, over Pub/Sub.
 */
package io.bridge.runtime.event;
