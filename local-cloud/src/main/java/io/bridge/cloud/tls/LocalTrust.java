package io.bridge.cloud.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS for clients that trust local-cloud's own CA and nothing else. */
public final class LocalTrust {
  private LocalTrust() {}

  /**
   * @param dir local-cloud's folder, which must have been started in it once
   */
  public static SSLContext context(Path dir) throws IOException {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(Tls.open(Tls.trustStore(dir)));
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("The CA of local-cloud cannot be read", e);
    }
  }
}
