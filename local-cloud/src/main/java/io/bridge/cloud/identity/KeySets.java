package io.bridge.cloud.identity;

import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.iam.Tokens;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** The public keys that ID tokens are verified with, at Google's paths. */
record KeySets(Tokens tokens) {
  private static final String FIREBASE =
      "/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com";
  private static final String FIREBASE_CERTIFICATES =
      "/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com";
  private static final String GOOGLE = "/oauth2/v3/certs";
  private static final String GOOGLE_CERTIFICATES = "/oauth2/v1/certs";
  // As Google's: keys change rarely, a verifier that sees an unknown key id asks again anyway.
  private static final String CACHED = "public, max-age=21600, must-revalidate, no-transform";

  void mount(Router router) {
    router.get(FIREBASE).handler(ctx -> answer(ctx, tokens::firebaseKeySet));
    router.get(FIREBASE_CERTIFICATES).handler(ctx -> answer(ctx, tokens::firebaseCertificates));
    router.get(GOOGLE).handler(ctx -> answer(ctx, tokens::googleKeySet));
    router.get(GOOGLE_CERTIFICATES).handler(ctx -> answer(ctx, tokens::googleCertificates));
  }

  private static void answer(RoutingContext ctx, Supplier<String> keySet) {
    Blocking.on(
        ctx,
        () ->
            ctx.response()
                .putHeader("Content-Type", "application/json; charset=UTF-8")
                .putHeader("Cache-Control", CACHED)
                .end(keySet.get()));
  }
}
