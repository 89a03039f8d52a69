package io.bridge.dashboard.query;

import io.bridge.dashboard.bigquery.WarehouseQuery;
import io.bridge.dashboard.budget.Caps;
import io.bridge.dashboard.connection.HeldLease;
import java.util.List;

/**
 * A statement that may run now, exactly as it was looked at.
 *
 * @param tables those that the warehouse says it reads, behind views too
 */
record Approved(
    Checked checked,
    WarehouseQuery job,
    HeldLease lease,
    Caps caps,
    Estimate estimate,
    List<String> tables) {}
