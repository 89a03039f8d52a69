/** The connections of a team: added, validated, listed and removed. */
package io.bridge.connection.connection;
