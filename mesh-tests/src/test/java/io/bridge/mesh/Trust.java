package io.bridge.mesh;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.cloud.http.HttpTransportOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the CA of a mesh and nothing else. */
final class Trust {
  private Trust() {}

  static HttpTransportOptions transport(Path cloud) {
    return HttpTransportOptions.newBuilder()
        .setHttpTransportFactory(
            () ->
                new NetHttpTransport.Builder()
                    .setSslSocketFactory(context(cloud).getSocketFactory())
                    .build())
        .build();
  }

  static SSLContext context(Path cloud) {
    try (InputStream in = Files.newInputStream(cloud.resolve("ca/truststore.p12"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, "changeit".toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("The CA of the mesh cannot be read", e);
    }
  }
}
