package io.bridge.model.dashboard;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.UUID;

/**
 * One statement outside of a dashboard.
 *
 * @param connectionId null where the team has just one
 * @param params values of {@code @name} parameters: text, number, boolean or a list of one kind
 * @param dryRun only look at what it would read
 * @param maxRows most rows of the answer; null for 1,000
 */
public record NewQuery(
    UUID connectionId,
    @NotBlank @Size(max = 65536) String sql,
    Map<String, Object> params,
    boolean dryRun,
    Integer maxRows) {}
