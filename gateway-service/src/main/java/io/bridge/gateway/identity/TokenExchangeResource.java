package io.bridge.gateway.identity;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

@Path("/internal/token")
@Produces(MediaType.APPLICATION_JSON)
class TokenExchangeResource {
  private final TokenExchange tokens;

  TokenExchangeResource(TokenExchange tokens) {
    this.tokens = tokens;
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(
      operationId = "exchangeToken",
      summary = "A service's Google ID token for one of the mesh (RFC 8693)")
  public Uni<ExchangedToken> exchange(@BeanParam ExchangeRequest request) {
    return tokens.exchange(request);
  }

  @ServerExceptionMapper
  public RestResponse<TokenError> refused(ExchangeRefused e) {
    return RestResponse.status(RestResponse.Status.BAD_REQUEST, e.toError());
  }
}
