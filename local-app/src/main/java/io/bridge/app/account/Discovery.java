package io.bridge.app.account;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import io.bridge.app.http.Address;
import io.bridge.app.http.Call;
import io.bridge.app.http.Wire;
import io.bridge.app.session.Identity;
import io.bridge.app.terminal.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks a gateway where its people sign in. */
final class Discovery {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private Discovery() {}

  static Identity identity(URI gateway, Wire wire) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway + "/.well-known/bridge"))
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .build();
    HttpResponse<byte[]> answer = wire.send(Call.of(request, Call.Repeat.ALWAYS));
    return Optional.of(answer)
        .filter(a -> a.statusCode() == 200)
        .flatMap(Discovery::parsed)
        .filter(Discovery::isComplete)
        .orElseThrow(
            () ->
                SERVICE_UNAVAILABLE.with(
                    Address.of(gateway)
                        + " does not answer as Bridge does. Is the address right?"));
  }

  private static Optional<Identity> parsed(HttpResponse<byte[]> answer) {
    try {
      return Optional.ofNullable(Json.read(answer.body(), Identity.class));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Passwords and tokens go to these addresses: they must not be readable on the way. */
  private static boolean isComplete(Identity identity) {
    return identity.apiKey() != null
        && identity.clientId() != null
        && Stream.of(
                identity.identityToolkit(),
                identity.secureToken(),
                identity.authorize(),
                identity.token())
            .allMatch(uri -> uri != null && Address.isPrivate(uri));
  }
}
