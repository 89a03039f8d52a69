package io.bridge.model.agent;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;

/**
 * Work for the agent.
 *
 * @param kind {@code dashboard}
 * @param prompt what is wanted, in words; the planner takes hints from it
 * @param teamId null where the caller has just one team
 * @param connectionId null where the team has just one validated connection
 * @param dataset the only dataset to look at; null for all
 * @param requestId chosen by the caller: the same one gives the same task; null for none
 */
public record NewTask(
    @NotBlank String kind,
    @NotBlank @Size(max = 2000) String prompt,
    UUID teamId,
    UUID connectionId,
    @Size(max = 1024) String dataset,
    UUID requestId) {}
