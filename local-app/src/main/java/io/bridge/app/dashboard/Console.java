package io.bridge.app.dashboard;

import static io.bridge.model.error.ErrorCode.INTERNAL;

import io.bridge.app.http.Address;
import io.bridge.app.session.Session;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Pages for the browser.
 *
 * @param origin without a slash at its end
 */
public record Console(String origin) {
  /** That of the gateway of this session. */
  public static Console of(Session session) {
    URI told = session.identity() == null ? null : session.identity().console();
    URI origin = told != null && Address.isPrivate(told) ? told : session.gateway();
    return new Console(Address.of(origin));
  }

  URI page(String slug, UUID teamId) {
    return at("/console/dashboards/" + encoded(slug) + "?team=" + teamId);
  }

  /** The page of this path; a path of ours, not another server's address. */
  public URI at(String path) {
    if (path == null || !path.matches("/console/[A-Za-z0-9._~%/-]*(\\?[A-Za-z0-9._~%=&-]*)?")) {
      throw INTERNAL.with("Bridge named no page of its own.");
    }
    return URI.create(origin + path);
  }

  static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
