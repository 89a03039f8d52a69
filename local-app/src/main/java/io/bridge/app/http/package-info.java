/** HTTP with patience: whom to trust, what to repeat, how to say that nobody answered. */
package io.bridge.app.http;
