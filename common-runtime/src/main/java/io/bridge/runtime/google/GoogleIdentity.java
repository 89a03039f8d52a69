package io.bridge.runtime.google;

import com.google.auth.ServiceAccountSigner;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdTokenCredentials;
import com.google.auth.oauth2.IdTokenProvider;
import io.bridge.model.error.ErrorCode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The process's own Google account, found by Application Default Credentials. */
@Singleton
public class GoogleIdentity {
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  private final GoogleCredentials credentials;

  GoogleIdentity() {
    try {
      this.credentials = GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks the account up while the process starts, never on an event loop. */
  void lookUp(@Observes StartupEvent started) {}

  /** Credentials of the account with the scope of the whole cloud; roles are the wall. */
  public GoogleCredentials credentials() {
    return credentials;
  }

  /**
   * An OIDC token of the account for one audience; fails with {@code SERVICE_UNAVAILABLE} where the
   * account cannot have one.
   */
  public Uni<String> idToken(String audience) {
    return Blocking.call(() -> fetchIdToken(audience));
  }

  /** E-mail address of the account; may ask the metadata server, so it blocks. */
  String account() {
    return switch (credentials) {
      case ServiceAccountSigner signer -> signer.getAccount();
      default -> throw noServiceAccount();
    };
  }

  private String fetchIdToken(String audience) throws IOException {
    if (!(credentials instanceof IdTokenProvider provider)) {
      throw noServiceAccount();
    }
    IdTokenCredentials token =
        IdTokenCredentials.newBuilder()
            .setIdTokenProvider(provider)
            .setTargetAudience(audience)
            .build();
    token.refresh();
    return token.getAccessToken().getTokenValue();
  }

  private static RuntimeException noServiceAccount() {
    return ErrorCode.SERVICE_UNAVAILABLE.with(
        "The process's Google credentials are not a service account's");
  }
}
