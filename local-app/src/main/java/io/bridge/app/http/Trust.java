package io.bridge.app.http;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Which servers are believed: those of the JDK's trust store and of one more PEM file. */
final class Trust {
  private Trust() {}

  /**
   * @param ca PEM file with one certificate or more; null: the JDK's trust store alone
   */
  static SSLContext with(Path ca) {
    try {
      return ca == null ? SSLContext.getDefault() : context(certificates(ca));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path ca) {
    try (InputStream pem = Files.newInputStream(ca)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (!found.isEmpty()) {
        return found;
      }
    } catch (IOException | CertificateException _) {
      // Told below: what matters to the person is the file.
    }
    throw INVALID_REQUEST.with(
        "The CA file " + ca + " cannot be read as PEM certificates. Give another with --ca.");
  }

  private static SSLContext context(Collection<? extends Certificate> further)
      throws GeneralSecurityException, IOException {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    int number = 0;
    for (TrustManager manager : managers(null)) {
      for (X509Certificate known : ((X509TrustManager) manager).getAcceptedIssuers()) {
        anchors.setCertificateEntry("jdk-" + number++, known);
      }
    }
    for (Certificate added : further) {
      anchors.setCertificateEntry("added-" + number++, added);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers(anchors), null);
    return context;
  }

  private static TrustManager[] managers(KeyStore anchors) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory.getTrustManagers();
  }
}
