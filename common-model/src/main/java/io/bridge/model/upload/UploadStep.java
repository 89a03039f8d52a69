package io.bridge.model.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * One line of an upload's history.
 *
 * @param note what happened, for people; absent where the state says it all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UploadStep(UploadState state, Instant at, String note) {}
