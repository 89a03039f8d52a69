package io.bridge.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that can be set in this service. */
@ConfigMapping(prefix = "bridge.gateway")
public interface GatewayConfig {

  /** Which ID tokens people may bring. */
  IdTokens idTokens();

  /** JWKS file with the private ES256 keys; the first one signs, all are published. */
  Path signingKeys();

  /**
   * Path prefix below {@code /v1} to the name of the service that answers. {@code *} is any one
   * segment; the prefix with the most literal segments wins.
   */
  Map<String, String> routes();

  /** Services that may ask for a token in a person's place. */
  Set<String> delegates();

  /** Path prefix that documents name to the canonical prefix below {@code /v1}. */
  Map<String, String> aliases();

  /** Name of each service behind the gateway to its base URL, without a path. */
  Map<String, URI> services();

  /** How requests are carried to a service. */
  Proxy proxy();

  /** What a client needs to know to sign in; served openly. */
  Client client();

  /**
   * Where browsers find the console: its origin, without a path. The identity provider must know
   * {@code /api/auth/callback} below it as a redirect address.
   */
  @WithDefault("http://localhost:8080")
  URI consoleUrl();

  /** How long a browser stays signed in. */
  Session session();

  /** Largest body that the gateway's own resources take; carried requests are not limited here. */
  @WithDefault("1M")
  MemorySize maxOwnBody();

  /** Rules for the ID tokens of people. */
  interface IdTokens {
    /** Exact {@code iss}. */
    String issuer();

    /** Exact and only {@code aud}: the project. */
    String audience();

    /** Keys of the issuer, as a JWKS. */
    URI jwks();

    /**
     * Never to be set. Firebase's own libraries take unsigned tokens where it is, so the service
     * refuses to start rather than run beside something that believes to be an emulator.
     */
    Optional<String> emulatorHost();

    /** How long the database may take to say who a person is before the answer is 503. */
    @WithDefault("PT1.5S")
    Duration lookupTimeout();
  }

  /** Limits of a browser's session. */
  interface Session {
    /** Without a request for so long it ends. */
    @WithDefault("PT1H")
    Duration idle();

    /** It ends after this time however much it is used. */
    @WithDefault("PT12H")
    Duration longest();
  }

  /** Limits of the way to a service. */
  interface Proxy {
    /** Until a connection to the service must stand. */
    @WithDefault("PT1.5S")
    Duration connectTimeout();

    /** How long nothing may move in either direction before the request is given up. */
    @WithDefault("PT2M")
    Duration idleTimeout();

    /** Connections to one service; each event stream holds one. */
    @WithDefault("512")
    @Min(1)
    @Max(65_000)
    int connections();
  }

  /** Answer of {@code /.well-known/bridge}. Nothing here is secret. */
  interface Client {
    /** Names the project to the identity toolkit; public by nature. */
    String apiKey();

    /** Base of the sign-up and sign-in calls. */
    URI identityToolkit();

    /** Where a refresh token becomes an ID token. */
    URI secureToken();

    /** Page for the browser sign-in (code + PKCE). */
    URI authorize();

    /** Where the code becomes tokens. */
    URI token();

    /** OAuth client of the local app and of the console. */
    String clientId();

    /** Secret of that client, where its kind has one; never served. */
    Optional<String> clientSecret();
  }
}
