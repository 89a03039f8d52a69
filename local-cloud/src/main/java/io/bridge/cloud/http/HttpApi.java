package io.bridge.cloud.http;

import io.vertx.ext.web.Router;

/** One of Google's REST APIs: it puts its routes on the shared router. */
public interface HttpApi extends AutoCloseable {

  /**
   * Adds the routes of this API. Handlers run on the event loop: reading a body needs {@link
   * Json#body()} before, blocking work needs {@link Blocking}. What no route takes is answered with
   * 501 by the server itself.
   */
  void mount(Router router);

  @Override
  default void close() {}
}
