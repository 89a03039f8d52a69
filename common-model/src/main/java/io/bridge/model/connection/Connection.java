package io.bridge.model.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A team's way into a warehouse. Never carries the credential.
 *
 * @param name unique in the team
 * @param warehouseType {@code bigquery}
 * @param projectId the warehouse's project
 * @param serviceAccount e-mail of the account that is used
 * @param checks of the last validation; empty before the first
 * @param validatedAt null until a validation succeeded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Connection(
    UUID id,
    UUID teamId,
    String name,
    String warehouseType,
    String projectId,
    String serviceAccount,
    ConnectionStatus status,
    List<PermissionCheck> checks,
    Instant validatedAt,
    Instant createdAt) {}
