/**
 * Service-account files: checked, rebuilt, kept and turned into access tokens. A key in clear is
 * bytes that are zeroed after use, never a text, and does not leave this package.
 */
package io.bridge.connection.credential;
