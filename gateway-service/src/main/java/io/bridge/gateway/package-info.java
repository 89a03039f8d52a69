/**
 * The one public door of the mesh. Owns people, teams and memberships, turns a person's ID token
 * into the mesh's own token and carries requests to the services behind it. Publishes {@link
 * io.bridge.model.event.IdentityEvent}; listens to nothing.
 */
package io.bridge.gateway;
