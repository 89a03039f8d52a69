package io.bridge.cloud.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts a mesh's own CA and nothing else. */
public final class LocalTrust {
  private LocalTrust() {}

  /**
   * @param cloud local-cloud's folder, which must have been started in it once
   */
  public static SSLContext context(Path cloud) throws IOException {
    try (InputStream in = Files.newInputStream(cloud.resolve("ca/truststore.p12"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, "changeit".toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("The CA of the mesh cannot be read", e);
    }
  }
}
