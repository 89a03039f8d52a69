package io.bridge.runtime.peer;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Problem;
import io.bridge.runtime.http.Correlation;
import io.bridge.runtime.identity.ServiceTokens;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Calls other services of the mesh. A problem that a peer answers becomes the same exception here,
 * so that codes cross the mesh; a peer that does not answer is {@code SERVICE_UNAVAILABLE}.
 */
@ApplicationScoped
public class Peers {
  private static final Logger LOG = Logger.getLogger(Peers.class);

  private final PeerConfig config;
  private final ServiceTokens tokens;
  private final ObjectMapper mapper;
  private final WebClient http;

  Peers(PeerConfig config, ServiceTokens tokens, ObjectMapper mapper, Vertx vertx) {
    this.config = config;
    this.tokens = tokens;
    this.mapper = mapper;
    this.http = WebClient.create(vertx);
  }

  /** Sends the call and reads its answer as JSON of this type. */
  public <T> Uni<T> send(PeerCall call, Class<T> type) {
    return send(call, mapper.constructType(type));
  }

  /** As {@link #send(PeerCall, Class)}, for types with parameters such as a page. */
  public <T> Uni<T> send(PeerCall call, TypeReference<T> type) {
    return send(call, mapper.constructType(type));
  }

  @PreDestroy
  void close() {
    http.close();
  }

  private <T> Uni<T> send(PeerCall call, JavaType type) {
    return token(call)
        .chain(token -> exchange(call, token))
        .onFailure(e -> !(e instanceof BridgeException))
        .transform(e -> silent(call, e))
        .map(response -> read(call, response, type));
  }

  private Uni<String> token(PeerCall call) {
    return call.person() == null
        ? tokens.forPeer(call.peer())
        : tokens.forPerson(call.peer(), call.person());
  }

  private Uni<HttpResponse<Buffer>> exchange(PeerCall call, String token) {
    PeerConfig.Peer peer = peer(call.peer());
    HttpRequest<Buffer> request =
        http.requestAbs(
                io.vertx.core.http.HttpMethod.valueOf(call.method().name()), url(peer, call))
            .timeout(peer.timeout().toMillis())
            .bearerTokenAuthentication(token)
            .putHeader(Correlation.HEADER, Correlation.current());
    call.headers().forEach(request::putHeader);
    return call.body() == null ? request.send() : request.sendBuffer(body(call, request));
  }

  private static String url(PeerConfig.Peer peer, PeerCall call) {
    return peer.url().toString().replaceFirst("/$", "") + call.path();
  }

  private Buffer body(PeerCall call, HttpRequest<Buffer> request) {
    if (call.body() instanceof String text) {
      return Buffer.buffer(text);
    }
    request.putHeader("content-type", "application/json");
    try {
      return Buffer.buffer(mapper.writeValueAsBytes(call.body()));
    } catch (IOException e) {
      throw new IllegalArgumentException("A body that is no JSON", e);
    }
  }

  private <T> T read(PeerCall call, HttpResponse<Buffer> response, JavaType type) {
    byte[] body = response.body() == null ? new byte[0] : response.body().getBytes();
    if (response.statusCode() / 100 != 2) {
      throw problem(body).orElseGet(() -> unavailable(call, "status " + response.statusCode()));
    }
    try {
      return body.length == 0 ? null : mapper.readValue(body, type);
    } catch (IOException _) {
      throw unavailable(call, "an answer that cannot be read");
    }
  }

  /** Empty where the body is no problem, or one with a code that this version does not know. */
  private Optional<BridgeException> problem(byte[] body) {
    try {
      Problem problem = mapper.readValue(body, Problem.class);
      return Optional.of(
          new BridgeException(
              ErrorCode.valueOf(problem.code()),
              problem.detail(),
              problem.violations() == null ? List.of() : problem.violations()));
    } catch (IOException | IllegalArgumentException | NullPointerException _) {
      return Optional.empty();
    }
  }

  private PeerConfig.Peer peer(String name) {
    PeerConfig.Peer peer = config.peers().get(name);
    if (peer == null) {
      throw new IllegalStateException("bridge.peers.\"" + name + "\".url is not set");
    }
    return peer;
  }

  private static BridgeException silent(PeerCall call, Throwable failure) {
    return unavailable(call, failure.getClass().getSimpleName());
  }

  private static BridgeException unavailable(PeerCall call, String reason) {
    LOG.warnf("event=peer-failed peer=%s reason=\"%s\"", call.peer(), reason);
    return ErrorCode.SERVICE_UNAVAILABLE.with(call.peer() + " does not answer; try again");
  }
}
