package io.bridge.app.http;

import java.net.http.HttpRequest;

/**
 * A request and how it may be treated.
 *
 * @param label the request for people and logs; never has a query, which may be a secret
 * @param repeat when it may be sent again
 */
public record Call(HttpRequest request, String label, Repeat repeat) {

  /** When a request may be sent again. */
  public enum Repeat {
    /** Sending it twice does what sending it once does, or no harm. */
    ALWAYS,
    /** Only where the server cannot have seen it. */
    UNSENT
  }

  public static Call of(HttpRequest request, Repeat repeat) {
    String label = request.method() + " " + Address.of(request.uri()) + request.uri().getPath();
    return new Call(request, label, repeat);
  }
}
