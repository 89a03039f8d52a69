package io.bridge.runtime.identity;

import io.bridge.runtime.identity.KeySource.FetchedKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.lang.JoseException;

/** Fetches key sets over HTTP. */
@Singleton
class JwksClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration MIN_FRESH = Duration.ofMinutes(5);
  private static final Duration MAX_FRESH = Duration.ofDays(1);
  private static final Pattern MAX_AGE = Pattern.compile("max-age=(\\d{1,9})");

  private final WebClient http;
  private final Clock clock;

  JwksClient(Vertx vertx, Clock clock) {
    this.http = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
    this.clock = clock;
  }

  Uni<FetchedKeys> fetch(URI uri) {
    return http.getAbs(uri.toString())
        .timeout(TIMEOUT.toMillis())
        .send()
        .map(response -> read(uri, response));
  }

  @PreDestroy
  void close() {
    http.close();
  }

  private FetchedKeys read(URI uri, HttpResponse<Buffer> response) {
    if (response.statusCode() != 200) {
      throw new IllegalStateException(uri + " answered " + response.statusCode());
    }
    try {
      Jwks keys = Jwks.parse(String.valueOf(response.bodyAsString()));
      return new FetchedKeys(keys, clock.instant().plus(freshFor(response)));
    } catch (JoseException e) {
      throw new IllegalStateException(uri + " answered no key set", new IOException(e));
    }
  }

  private static Duration freshFor(HttpResponse<Buffer> response) {
    String cacheControl = response.getHeader("cache-control");
    Matcher maxAge = MAX_AGE.matcher(cacheControl == null ? "" : cacheControl);
    Duration asked =
        maxAge.find() ? Duration.ofSeconds(Long.parseLong(maxAge.group(1))) : MIN_FRESH;
    return asked.compareTo(MIN_FRESH) < 0
        ? MIN_FRESH
        : asked.compareTo(MAX_FRESH) > 0 ? MAX_FRESH : asked;
  }
}
