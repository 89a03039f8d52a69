package io.bridge.agent.generation;

import java.util.UUID;

/**
 * What is to be made, for whom.
 *
 * @param person whose rights count
 * @param connectionId null where the team has just one validated connection
 * @param dataset null for all
 */
public record Brief(
    UUID taskId, UUID teamId, UUID person, String prompt, UUID connectionId, String dataset) {}
