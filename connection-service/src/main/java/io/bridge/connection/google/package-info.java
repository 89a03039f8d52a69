/** Google as the team's own service account meets it: its tokens and what they may do. */
package io.bridge.connection.google;
