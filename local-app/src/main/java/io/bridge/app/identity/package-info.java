/** Signing in: with a password or in a browser; and renewing the ID token. */
package io.bridge.app.identity;
