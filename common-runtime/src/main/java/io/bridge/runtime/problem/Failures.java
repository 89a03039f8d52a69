package io.bridge.runtime.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What each exception means to a caller; one place, no framework. */
final class Failures {
  private Failures() {}

  static BridgeException toBridgeException(Throwable failure) {
    return switch (failure) {
      case BridgeException e -> e;
      case AuthenticationFailedException _ -> unauthenticated();
      case UnauthorizedException _ -> unauthenticated();
      case ForbiddenException _ -> ErrorCode.FORBIDDEN.with("The caller may not do this");
      case ConstraintViolationException e -> invalid(e);
      case JsonProcessingException e -> invalid(e);
      case WebApplicationException e when e.getCause() instanceof JsonProcessingException json ->
          invalid(json);
      case WebApplicationException e -> ofStatus(e.getResponse().getStatus());
      case null, default -> ErrorCode.INTERNAL.with("Quote the trace id when you report this");
    };
  }

  static BridgeException ofStatus(int status) {
    return switch (status) {
      case 401 -> unauthenticated();
      case 403 -> ErrorCode.FORBIDDEN.with("The caller may not do this");
      case 404 -> ErrorCode.ROUTE_NOT_FOUND.with("Nothing is at this address");
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED.with("This address does not take that method");
      case 406 -> ErrorCode.NOT_ACCEPTABLE.with("This address answers application/json only");
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE.with("The body is larger than this address takes");
      case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE.with("Send application/json");
      case 502, 503, 504 -> ErrorCode.SERVICE_UNAVAILABLE.with("Try again in a while");
      default ->
          status >= 400 && status < 500
              ? ErrorCode.INVALID_REQUEST.with("The request cannot be understood")
              : ErrorCode.INTERNAL.with("Quote the trace id when you report this");
    };
  }

  private static BridgeException unauthenticated() {
    return ErrorCode.UNAUTHENTICATED.with("Send a valid token in the header Authorization");
  }

  private static BridgeException invalid(ConstraintViolationException e) {
    List<Violation> violations =
        e.getConstraintViolations().stream()
            .map(Failures::violation)
            .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
            .toList();
    return new BridgeException(
        ErrorCode.INVALID_REQUEST, "See violations for each place that is wrong", violations);
  }

  private static Violation violation(ConstraintViolation<?> violation) {
    return new Violation(fieldOf(violation.getPropertyPath()), violation.getMessage());
  }

  /** The path without the Java method and parameter that Hibernate Validator puts in front. */
  private static String fieldOf(Path path) {
    List<Path.Node> nodes = StreamSupport.stream(path.spliterator(), false).toList();
    List<Path.Node> values =
        nodes.stream()
            .dropWhile(node -> node.getKind() == jakarta.validation.ElementKind.METHOD)
            .dropWhile(Failures::isBodyParameter)
            .toList();
    List<Path.Node> shown =
        values.isEmpty() ? nodes.subList(nodes.size() - 1, nodes.size()) : values;
    return shown.stream().map(Path.Node::toString).collect(Collectors.joining("."));
  }

  private static boolean isBodyParameter(Path.Node node) {
    return node.getKind() == jakarta.validation.ElementKind.PARAMETER;
  }

  /** Says where, never what was there. */
  private static BridgeException invalid(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return ErrorCode.PAYLOAD_TOO_LARGE.with("The JSON is nested too deep or a value is too long");
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      Violation violation = new Violation(fieldOf(mapping), "is not of the type asked for");
      return new BridgeException(
          ErrorCode.INVALID_REQUEST,
          "The JSON does not fit: " + violation.field(),
          List.of(violation));
    }
    return ErrorCode.INVALID_REQUEST.with("The body is not the JSON asked for" + placeOf(e));
  }

  private static String fieldOf(JsonMappingException e) {
    StringBuilder field = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        field.append('[').append(reference.getIndex()).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return field.toString();
  }

  private static String placeOf(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : ", line %d column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
