package io.bridge.runtime.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Problem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** All exception mappers: the framework asks for one for each type it has its own opinion on. */
class Problems {
  @ServerExceptionMapper({
    BridgeException.class,
    AuthenticationFailedException.class,
    UnauthorizedException.class,
    ForbiddenException.class,
    ConstraintViolationException.class,
    MismatchedInputException.class,
    WebApplicationException.class,
    Throwable.class
  })
  public RestResponse<Problem> toProblem(Throwable failure, UriInfo uri) {
    BridgeException problem = Failures.toBridgeException(failure);
    ProblemResponse.log(problem, failure);
    RestResponse.ResponseBuilder<Problem> response =
        RestResponse.ResponseBuilder.<Problem>create(problem.code().status())
            .entity(ProblemResponse.body(problem, uri.getPath()))
            .header("Content-Type", Problem.MEDIA_TYPE);
    return problem.code().status() == 401
        ? response.header("WWW-Authenticate", "Bearer").build()
        : response.build();
  }
}
