package io.bridge.app.gateway;

import io.bridge.app.terminal.Json;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Problem;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Turns a problem body back into the exception it was made from. */
final class Problems {
  private Problems() {}

  /**
   * @param label the request, for the case that the body says nothing
   */
  static BridgeException from(HttpResponse<byte[]> answer, String label) {
    Optional<Problem> problem = body(answer);
    ErrorCode code =
        problem.flatMap(p -> named(p.code())).orElseGet(() -> byStatus(answer.statusCode()));
    String detail =
        problem
            .map(Problem::detail)
            .orElse("%s was answered with status %d".formatted(label, answer.statusCode()));
    return new BridgeException(code, detail, problem.map(Problem::violations).orElseGet(List::of));
  }

  private static Optional<Problem> body(HttpResponse<byte[]> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith(Problem.MEDIA_TYPE)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Json.read(answer.body(), Problem.class));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Empty for a code that is newer than this app. */
  private static Optional<ErrorCode> named(String code) {
    return Arrays.stream(ErrorCode.values()).filter(c -> c.name().equals(code)).findFirst();
  }

  private static ErrorCode byStatus(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.ROUTE_NOT_FOUND;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
      case 502, 503, 504 -> ErrorCode.SERVICE_UNAVAILABLE;
      default -> status < 500 ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL;
    };
  }
}
