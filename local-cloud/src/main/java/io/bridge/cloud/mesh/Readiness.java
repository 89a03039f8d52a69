package io.bridge.cloud.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An address that answers 200 once a process is ready.
 *
 * @param trustStore PKCS12 with the CA of the address; null for plain HTTP
 */
record Readiness(URI address, Path trustStore) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  boolean holds() {
    try (HttpClient client = client()) {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException | GeneralSecurityException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpClient client() throws GeneralSecurityException, IOException {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    return trustStore == null ? builder.build() : builder.sslContext(trusting()).build();
  }

  private SSLContext trusting() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(trustStore)) {
      store.load(in, "changeit".toCharArray());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
