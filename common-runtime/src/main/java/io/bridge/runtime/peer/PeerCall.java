package io.bridge.runtime.peer;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A call to another service of the mesh.
 *
 * @param peer its name, such as {@code catalog-service}
 * @param path with the query, encoded
 * @param body sent as JSON, or as it is where it is a {@code String}; null for none
 * @param person for whom it is made, with the rights that they have now; null for the service
 *     itself
 */
public record PeerCall(
    String peer,
    HttpMethod method,
    String path,
    Object body,
    Map<String, String> headers,
    UUID person) {

  public static PeerCall get(String peer, String path) {
    return new PeerCall(peer, HttpMethod.GET, path, null, Map.of(), null);
  }

  public static PeerCall post(String peer, String path, Object body) {
    return new PeerCall(peer, HttpMethod.POST, path, body, Map.of(), null);
  }

  public static PeerCall put(String peer, String path, Object body) {
    return new PeerCall(peer, HttpMethod.PUT, path, body, Map.of(), null);
  }

  /** The same call made for a person. */
  public PeerCall as(UUID someone) {
    return new PeerCall(peer, method, path, body, headers, someone);
  }

  public PeerCall header(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new PeerCall(peer, method, path, body, Map.copyOf(all), person);
  }
}
