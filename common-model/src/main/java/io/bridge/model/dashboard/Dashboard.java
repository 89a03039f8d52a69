package io.bridge.model.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A dashboard as its file says, without its SQL.
 *
 * @param slug the file's {@code name}, unique in the team
 * @param revision from 1, one more at each change; also the ETag
 * @param owner who wrote it first
 * @param queries names, in the file's order
 * @param freshnessSeconds age at which a tile shows as stale; null where the file does not say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Dashboard(
    UUID teamId,
    String slug,
    String title,
    String description,
    UUID connectionId,
    int revision,
    UUID owner,
    List<Param> params,
    List<String> queries,
    List<Row> rows,
    Long freshnessSeconds,
    Instant createdAt,
    Instant updatedAt) {}
