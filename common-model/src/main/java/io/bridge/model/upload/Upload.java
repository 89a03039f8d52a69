package io.bridge.model.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A file on its way into a table.
 *
 * @param put only in the answer that creates the upload
 * @param rowsLoaded null before {@code LOADED}
 * @param jobId the warehouse's load job; null before {@code LOADING}
 * @param failure null unless {@code FAILED}
 * @param history oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Upload(
    UUID id,
    UUID teamId,
    String dataset,
    String table,
    UploadState state,
    long sizeBytes,
    long rows,
    Long rowsLoaded,
    String jobId,
    SignedPut put,
    UploadFailure failure,
    List<UploadStep> history,
    Instant createdAt,
    Instant updatedAt) {}
