package io.bridge.app.run;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;
import static io.bridge.model.error.ErrorCode.UNAUTHENTICATED;

import io.bridge.app.gateway.Gateway;
import io.bridge.app.http.Address;
import io.bridge.app.http.Wire;
import io.bridge.app.session.Session;
import io.bridge.app.session.SessionStore;
import io.bridge.app.terminal.Terminal;
import io.bridge.model.error.BridgeException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * One run of one command: what it was told and what it works with. Everything is made when it is
 * first asked for, so that {@code --help} stays quick. For one thread.
 */
public final class Run {
  private static final String DEFAULT_GATEWAY = "https://localhost:8443";

  private final GlobalOptions options;
  private final Surroundings surroundings;
  private final String correlationId = UUID.randomUUID().toString();
  private boolean called;

  public Run(GlobalOptions options, Surroundings surroundings) {
    this.options = options;
    this.surroundings = surroundings;
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  public Terminal terminal() {
    Surroundings.Streams streams = surroundings.streams();
    boolean colours = !options.noColour() && surroundings.variable("NO_COLOR").isEmpty();
    Terminal.Look look =
        new Terminal.Look(
            options.output(),
            colours && streams.outIsTerminal(),
            colours && streams.errIsTerminal(),
            options.verbose());
    return new Terminal(streams.out(), streams.err(), look);
  }

  public SessionStore sessions() {
    String name =
        Optional.ofNullable(options.session())
            .or(() -> surroundings.variable("BRIDGE_SESSION"))
            .orElse(SessionStore.USUAL);
    return SessionStore.under(surroundings.env(), name);
  }

  /** Under this id the services' logs tell of this run; empty where nothing was asked of them. */
  public Optional<String> correlationId() {
    return called ? Optional.of(correlationId) : Optional.empty();
  }

  /** Where to sign in: as told, else the default. */
  public URI address() {
    return told().orElseGet(() -> URI.create(DEFAULT_GATEWAY));
  }

  private Optional<URI> told() {
    return Optional.ofNullable(options.gateway())
        .or(() -> surroundings.variable("BRIDGE_GATEWAY"))
        .map(Run::address);
  }

  private static URI address(String text) {
    try {
      URI uri = URI.create(text.strip().replaceAll("/+$", ""));
      if (Address.isPrivate(uri) && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw INVALID_REQUEST.with(
        "The gateway's address must be https://host[:port] (http on this machine only): " + text);
  }

  /**
   * The session of this gateway.
   *
   * @throws BridgeException {@code UNAUTHENTICATED} where there is none
   */
  public Session session() {
    Session session =
        sessions()
            .find()
            .orElseThrow(() -> UNAUTHENTICATED.with("Nobody is signed in. Sign in: bridge login"));
    URI wanted = told().orElse(session.gateway());
    if (!wanted.equals(session.gateway())) {
      // Its tokens are no business of another server.
      throw UNAUTHENTICATED.with(
          "The session is for %s, not for %s. Sign in there: bridge login --gateway %s"
              .formatted(session.gateway(), wanted, wanted));
    }
    return session;
  }

  /** As told; null where nothing was. */
  public Path ca() {
    Path told =
        Optional.ofNullable(options.ca())
            .or(() -> surroundings.variable("BRIDGE_CA").map(Path::of))
            .orElse(null);
    return told == null ? null : surroundings.resolve(told);
  }

  public Wire wire(Path ca) {
    return new Wire(ca, terminal(), surroundings.time());
  }

  /**
   * The gateway as the person who is signed in.
   *
   * @throws BridgeException {@code UNAUTHENTICATED} where nobody is
   */
  public Gateway gateway() {
    return gateway(session(), wire());
  }

  /** Requests with the trust of the session. */
  public Wire wire() {
    return wire(Optional.ofNullable(ca()).orElseGet(() -> session().ca()));
  }

  /** The gateway as the person of this session. */
  public Gateway gateway(Session session, Wire wire) {
    called = true;
    return Gateway.of(
        session, sessions(), new Gateway.Means(wire, surroundings.time(), correlationId));
  }
}
