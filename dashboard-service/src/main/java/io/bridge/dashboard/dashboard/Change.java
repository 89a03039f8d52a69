package io.bridge.dashboard.dashboard;

import io.bridge.dashboard.file.DashboardFile;
import io.bridge.dashboard.storage.StoredFile;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A file that was looked at and stored, about to become the newest revision.
 *
 * @param ifMatch revisions that may be replaced, as the header has them; null for any
 * @param tables {@code project.dataset.table} of what its queries read
 */
record Change(
    UUID teamId,
    UUID person,
    String ifMatch,
    DashboardFile file,
    UUID connectionId,
    List<String> tables,
    StoredFile stored,
    Instant at) {}
