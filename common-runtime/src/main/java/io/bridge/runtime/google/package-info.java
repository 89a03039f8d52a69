/**
 * Google's own clients behind producers: endpoints from {@link
 * io.bridge.runtime.google.GoogleConfig}, Application Default Credentials, closed at shutdown.
 */
package io.bridge.runtime.google;
