package io.bridge.gateway.wellknown;

import io.bridge.gateway.GatewayConfig;
import io.bridge.gateway.identity.TokenIssuer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/.well-known")
@Produces(MediaType.APPLICATION_JSON)
class WellKnownResource {
  private static final int SECONDS = 300;

  private final ClientDocument document;
  private final TokenIssuer tokens;

  WellKnownResource(GatewayConfig config, TokenIssuer tokens) {
    this.document = ClientDocument.of(config);
    this.tokens = tokens;
  }

  @GET
  @Path("/bridge")
  @Operation(operationId = "clientDocument", summary = "What a client needs to know to sign in")
  public RestResponse<ClientDocument> client() {
    return cached(document);
  }

  @GET
  @Path("/jwks.json")
  @Operation(operationId = "keys", summary = "Public keys of the mesh's own tokens (RFC 7517)")
  @Schema(implementation = Object.class)
  public RestResponse<String> keys() {
    return cached(tokens.publishedKeys());
  }

  private static <T> RestResponse<T> cached(T entity) {
    CacheControl control = new CacheControl();
    control.setMaxAge(SECONDS);
    return ResponseBuilder.ok(entity).header(HttpHeaders.CACHE_CONTROL, control).build();
  }
}
