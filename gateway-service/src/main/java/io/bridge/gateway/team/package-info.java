/** Teams and who belongs to them. */
package io.bridge.gateway.team;
