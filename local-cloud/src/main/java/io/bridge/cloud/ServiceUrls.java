package io.bridge.cloud;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where each service of the topology answers; a test may move one while the cloud runs. */
public final class ServiceUrls {
  private final Map<String, URI> urls;

  public ServiceUrls(Map<String, URI> urls) {
    this.urls = new ConcurrentHashMap<>(urls);
  }

  public void register(String service, URI baseUrl) {
    urls.put(service, baseUrl);
  }

  /** Base URL of a service; {@link IllegalArgumentException} for one that nobody declared. */
  public URI of(String service) {
    var url = urls.get(service);
    if (url == null) {
      throw new IllegalArgumentException("No address is known for service " + service);
    }
    return url;
  }

  /** Absolute URL of a path ({@code /events/sync}) on a service. */
  public URI of(String service, String path) {
    var base = of(service).toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
