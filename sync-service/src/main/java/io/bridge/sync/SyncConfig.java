package io.bridge.sync;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/** What can be set in sync-service. */
@ConfigMapping(prefix = "bridge.sync")
public interface SyncConfig {
  /** Bucket that uploads go to. */
  @WithDefault("${bridge.google.project}-raw-data-ingress")
  @NotBlank
  String bucket();

  /** How long a signed address takes the file; Google allows more, Bridge not. */
  @WithDefault("PT15M")
  Duration signatureLifetime();

  /** Largest file that may be announced. */
  @WithDefault("20G")
  MemorySize maxFileSize();

  Warehouse warehouse();

  Load load();

  Reap reap();

  Queue queue();

  /** The warehouse's place. */
  interface Warehouse {
    /** Where datasets are made and jobs run; must be the bucket's. */
    @WithDefault("US")
    @NotBlank
    String location();
  }

  /** How one file is loaded. */
  interface Load {
    /** How long a load is left alone after its last sign of life; renewed each third of it. */
    @WithDefault("PT2M")
    Duration lease();

    /** First wait before a running job is looked at again; doubles up to {@link #maxPoll}. */
    @WithDefault("PT0.2S")
    Duration poll();

    /** Longest wait between two looks at a running job. */
    @WithDefault("PT5S")
    Duration maxPoll();

    /** How long one call waits for its job; less than Cloud Tasks' dispatch deadline of 10 min. */
    @WithDefault("PT9M")
    Duration timeout();

    /** Passing failures, such as a warehouse that does not answer, before the load is given up. */
    @WithDefault("3")
    @Min(1)
    int maxFailures();

    /** Starts of a load, crashes included, before it is given up: it may be what crashes us. */
    @WithDefault("10")
    @Min(1)
    int maxClaims();
  }

  /** What looks after uploads that nobody calls about. */
  interface Reap {
    /** How long an upload may wait for its next step before it is looked at. */
    @WithDefault("PT1M")
    Duration after();

    /** How long after the signature's end a file that did not come is given up. */
    @WithDefault("PT5M")
    Duration grace();

    /** Uploads looked at in one call. */
    @WithDefault("100")
    @Min(1)
    @Max(1000)
    int batch();
  }

  /** The queue of loads. */
  interface Queue {
    /** Region of the queue. */
    @WithDefault("us-central1")
    @NotBlank
    String location();

    /** Id of the queue. */
    @WithDefault("sync-loads")
    @NotBlank
    String name();
  }
}
