/** The signed-in person's session and the file that keeps it. */
package io.bridge.app.session;
