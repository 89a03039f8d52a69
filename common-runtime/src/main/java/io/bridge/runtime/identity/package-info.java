/**
 * Who calls. With {@code quarkus.http.auth.proactive=false} the path decides what is asked for:
 *
 * <ul>
 *   <li>{@code /v1/**}: the token that the {@link io.bridge.runtime.identity.ApiGate} accepts. The
 *       default bean takes the mesh's internal token; the gateway offers its own bean, which
 *       replaces it, and takes people's ID tokens;
 *   <li>{@code /events/**} and {@code /internal/**}: a Google OIDC token of the push service
 *       account whose audience is this service's URL and the path;
 *   <li>{@code /q/**}: nothing;
 *   <li>anything else is denied. A service opens an address of its own by {@code
 *       quarkus.http.auth.permission.<name>.paths} and {@code .policy=permit} in its {@code
 *       application.properties}; the longest path wins.
 * </ul>
 *
 * Every token is checked by {@link io.bridge.runtime.identity.TokenVerifier}. Nothing of a token is
 * ever logged.
 */
package io.bridge.runtime.identity;
