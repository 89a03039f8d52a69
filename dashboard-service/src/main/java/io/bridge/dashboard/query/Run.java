package io.bridge.dashboard.query;

import io.bridge.dashboard.bigquery.RunLimits;
import io.bridge.dashboard.budget.Claim;
import java.util.UUID;

/**
 * One run of an approved statement.
 *
 * @param id of the run and of its reservation
 */
record Run(UUID id, Approved approved) {

  /** The same for the same run: an insert that is repeated finds the first. */
  String jobId() {
    return "bridge_q_" + id;
  }

  Claim claim() {
    Statement statement = approved.checked().statement();
    return new Claim(
        id,
        statement.teamId(),
        statement.connectionId(),
        statement.origin(),
        approved.estimate().bytesBilledAtMost());
  }

  RunLimits limits(long cells) {
    Limits limits = approved.checked().statement().limits();
    return new RunLimits(approved.estimate().bytesBilledAtMost(), limits.rows(), cells);
  }
}
