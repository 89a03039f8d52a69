package io.bridge.cloud.process;

import io.bridge.cloud.tls.LocalTrust;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An address that answers 200 once a process is ready.
 *
 * @param cloud folder of the local-cloud whose CA signs for the address; null for plain HTTP
 */
public record Readiness(URI address, Path cloud) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  boolean holds() {
    return listens() && answers();
  }

  /** Cheap, for a process that needs the machine to start. */
  private boolean listens() {
    try (Socket _ = new Socket(address.getHost(), address.getPort())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private boolean answers() {
    try (HttpClient client = client()) {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpClient client() throws IOException {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    return cloud == null ? builder.build() : builder.sslContext(LocalTrust.context(cloud)).build();
  }
}
