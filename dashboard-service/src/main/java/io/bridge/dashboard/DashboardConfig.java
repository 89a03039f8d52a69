package io.bridge.dashboard;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** What can be set in dashboard-service. */
@ConfigMapping(prefix = "bridge.dashboard")
public interface DashboardConfig {
  /** Bucket of the dashboards' files. */
  @WithDefault("${bridge.google.project}-bridge-dashboards")
  @NotBlank
  String bucket();

  /** How long a lease is held good before connection-service is asked again. */
  @WithDefault("PT60S")
  Duration leaseCheck();

  Query query();

  Budget budget();

  Cache cache();

  /** How statements run. */
  interface Query {
    /** Longest run that a statement may ask for; also what it gets where it does not ask. */
    @WithDefault("PT30S")
    Duration timeout();

    /** How many statements of one dashboard run at once. */
    @WithDefault("8")
    @Min(1)
    @Max(50)
    int atOnce();

    /** Rows of an answer outside of a dashboard, where none are asked for. */
    @WithDefault("1000")
    @Positive
    int rows();

    /** Most rows of any answer. */
    @WithDefault("50000")
    @Positive
    int mostRows();

    /** Most characters in the cells of one answer; more rows are cut off. */
    @WithDefault("8M")
    MemorySize cells();
  }

  /** What teams may read. */
  interface Budget {
    /** Bytes that one query may read where the team has no cap of its own. */
    @WithDefault("100000000")
    @Positive
    long queryBytes();

    /** Bytes that a team may be billed on a day (UTC) where it has no cap of its own. */
    @WithDefault("100000000000")
    @Positive
    long dayBytes();

    /** How long bytes stay reserved for a query that nobody settled; more than its timeout. */
    @WithDefault("PT5M")
    Duration reservation();

    /** Price of 2^40 bytes on demand, in millionths of a US dollar. */
    @WithDefault("6250000")
    @Positive
    long microsPerTib();
  }

  /** What Redis keeps. */
  interface Cache {
    /** Longest time for a call of Redis; then it counts as away. */
    @WithDefault("PT0.5S")
    Duration timeout();

    /** Longest life of an answer inside of a dashboard. */
    @WithDefault("PT48H")
    Duration longest();

    /** Life of an answer outside of a dashboard. */
    @WithDefault("PT5M")
    Duration adHoc();

    /** Longest time that a loaded table's dashboards are computed again before the next visitor. */
    @WithDefault("PT30S")
    Duration warm();
  }
}
