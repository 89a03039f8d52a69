/** Teams: making them, listing them, and choosing the one to work for. */
package io.bridge.app.team;
