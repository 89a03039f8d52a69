package io.bridge.model.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Body of every error, {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code /problems/<slug>}, an anchor of {@code docs/problems.md}
 * @param instance path of the request
 * @param code name of an {@link ErrorCode}; clients switch on this only
 * @param traceId correlation id of the request; also in the header {@code x-correlation-id}
 * @param violations absent where there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    String code,
    String traceId,
    List<Violation> violations) {

  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(BridgeException e, String instance, String traceId) {
    ErrorCode code = e.code();
    return new Problem(
        "/problems/" + code.slug(),
        code.title(),
        code.status(),
        e.getMessage(),
        instance,
        code.name(),
        traceId,
        e.violations());
  }
}
