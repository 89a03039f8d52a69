package io.bridge.dashboard.query;

import java.util.UUID;

/**
 * On whose account a query runs: what the ledger, the job's labels and the spans are told.
 *
 * @param person who asked; null where a fact or a schedule did
 * @param slug the dashboard; empty outside of one
 * @param query name of the query in the dashboard; empty outside of one
 */
public record Origin(Kind kind, UUID person, String slug, String query) {
  /** Which door the query came through. */
  public enum Kind {
    DASHBOARD,
    ADHOC,
    AGENT
  }
}
