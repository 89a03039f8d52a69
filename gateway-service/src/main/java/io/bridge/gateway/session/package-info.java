/**
 * People in a browser: sign-in by code and PKCE at the identity provider, and the session that
 * stands for their ID token afterwards. Tokens stay here; the browser holds an opaque cookie that
 * counts below {@code /v1} only, and for changes only from the console's own pages.
 */
package io.bridge.gateway.session;
