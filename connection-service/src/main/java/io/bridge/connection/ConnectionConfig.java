package io.bridge.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;

/** What can be set in connection-service. */
@ConfigMapping(prefix = "bridge.connection")
public interface ConnectionConfig {
  /** Bucket of the encrypted credentials; only this service's account may read it. */
  @WithDefault("${bridge.google.project}-bridge-credentials")
  @NotBlank
  String bucket();

  /** Full resource name of the key that wraps each credential's own key. */
  @WithDefault(
      "projects/${bridge.google.project}/locations/us-central1/keyRings/bridge-credentials"
          + "/cryptoKeys/service-account-encryption")
  @Pattern(regexp = "projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+")
  String kmsKey();

  /** Cloud KMS, {@code host:port}, always TLS. */
  @WithDefault("cloudkms.googleapis.com:443")
  String kmsEndpoint();

  /** Longest time that a call of Cloud KMS takes, its repetitions included. */
  @WithDefault("PT10S")
  Duration kmsTimeout();

  /**
   * Where an assertion becomes an access token. Files carry Google's own address whatever this is.
   */
  @WithDefault("https://oauth2.googleapis.com/token")
  URI tokenEndpoint();

  /** Longest wait for the token endpoint. */
  @WithDefault("PT10S")
  Duration tokenTimeout();

  /** How long a lease is good, unless its token ends before. */
  @WithDefault("PT15M")
  Duration leaseTtl();

  /** Most bytes that may be billed with one lease. */
  @WithDefault("10000000000")
  @Min(0)
  long byteAllowance();

  Reap reap();

  /** What looks after that which a crash left half done. */
  interface Reap {
    /** How long a connection may be on its way in or out before it is looked at. */
    @WithDefault("PT2M")
    Duration after();

    /** How long an ended lease still answers that it has ended. */
    @WithDefault("PT1H")
    Duration keepLeases();

    /** Connections looked at in one call. */
    @WithDefault("100")
    @Min(1)
    int batch();
  }
}
