package io.bridge.cloud.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;

/**
 * A refusal as Google's APIs word it. Over REST it becomes {@code
 * {error:{code,message,status,errors:[{message,domain:"global",reason}]}}}; over gRPC the status of
 * the same name.
 */
public final class GoogleError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;

  /**
   * @param code HTTP status
   * @param reason Google's short reason in camelCase, for example {@code notFound}
   */
  public GoogleError(int code, String reason, String message) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  public static GoogleError notFound(String message) {
    return new GoogleError(404, "notFound", message);
  }

  public static GoogleError invalid(String message) {
    return new GoogleError(400, "invalid", message);
  }

  public static GoogleError unauthenticated(String message) {
    return new GoogleError(401, "authError", message);
  }

  public static GoogleError forbidden(String message) {
    return new GoogleError(403, "forbidden", message);
  }

  public static GoogleError conflict(String message) {
    return new GoogleError(409, "duplicate", message);
  }

  /** For a call, or an option of a call, that local-cloud does not play. */
  public static GoogleError unimplemented(String call) {
    return new GoogleError(501, "notImplemented", "local-cloud does not implement " + call);
  }

  /** HTTP status. */
  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  /** Name of the canonical status, for example {@code NOT_FOUND}. */
  public String status() {
    return grpcCode().name();
  }

  public Status toGrpc() {
    return grpcCode().toStatus().withDescription(getMessage());
  }

  public ObjectNode toJson() {
    var body = JsonNodeFactory.instance.objectNode();
    var error = body.putObject("error");
    error.put("code", code).put("message", getMessage());
    var one = error.putArray("errors").addObject();
    one.put("message", getMessage()).put("domain", "global").put("reason", reason);
    error.put("status", status());
    return body;
  }

  private Status.Code grpcCode() {
    return switch (code) {
      case 400, 411, 413, 414, 415 -> Status.Code.INVALID_ARGUMENT;
      case 401 -> Status.Code.UNAUTHENTICATED;
      case 403 -> Status.Code.PERMISSION_DENIED;
      case 404, 410 -> Status.Code.NOT_FOUND;
      case 409 -> Status.Code.ALREADY_EXISTS;
      case 412 -> Status.Code.FAILED_PRECONDITION;
      case 416 -> Status.Code.OUT_OF_RANGE;
      case 429 -> Status.Code.RESOURCE_EXHAUSTED;
      case 499 -> Status.Code.CANCELLED;
      case 405, 501 -> Status.Code.UNIMPLEMENTED;
      case 408, 504 -> Status.Code.DEADLINE_EXCEEDED;
      case 503 -> Status.Code.UNAVAILABLE;
      default -> Status.Code.INTERNAL;
    };
  }
}
