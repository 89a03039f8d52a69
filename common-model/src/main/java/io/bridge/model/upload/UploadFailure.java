package io.bridge.model.upload;

import io.bridge.model.error.Violation;
import java.util.List;

/**
 * Why an upload ended in {@code FAILED}.
 *
 * @param code name of an {@link io.bridge.model.error.ErrorCode}
 * @param detail what to do next, for people
 */
public record UploadFailure(String code, String detail, List<Violation> violations) {}
