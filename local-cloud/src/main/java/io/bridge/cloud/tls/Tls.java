package io.bridge.cloud.tls;

import io.bridge.cloud.store.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/**
 * The certificates of one installation, under {@code <dir>/ca}, made once and kept:
 *
 * <ul>
 *   <li>{@code ca.p12} the authority's key, {@code ca.pem} its certificate
 *   <li>{@code truststore.p12} what a JVM trusts: that certificate alone
 *   <li>{@code server.p12}, {@code gateway.p12} keys and certificates for localhost, 127.0.0.1, ::1
 * </ul>
 *
 * Every store has the password {@link #PASSWORD}: Java wants one, the file's mode 0600 protects.
 */
public final class Tls {
  public static final String PASSWORD = "changeit";

  private static final String ALIAS = "bridge";
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private final Path ca;
  private final Clock clock;

  private Tls(Path dir, Clock clock) {
    this.ca = dir.resolve("ca");
    this.clock = clock;
  }

  /**
   * Makes what is missing, damaged or about to expire. Harmless when repeated, when killed midway
   * and when two processes do it at once.
   */
  public static void ensure(Path dir) {
    ensure(dir, Clock.systemUTC());
  }

  static void ensure(Path dir, Clock clock) {
    var tls = new Tls(dir, clock);
    PrivateFiles.directory(tls.ca);
    PrivateFiles.locked(
        tls.ca,
        () -> {
          tls.ensureAll();
          return null;
        });
  }

  public static Path caPem(Path dir) {
    return dir.resolve("ca").resolve("ca.pem");
  }

  public static Path trustStore(Path dir) {
    return dir.resolve("ca").resolve("truststore.p12");
  }

  /** Key and chain for local-cloud's own ports. */
  public static Path serverKeyStore(Path dir) {
    return dir.resolve("ca").resolve("server.p12");
  }

  /** Key and chain for the gateway's HTTPS port. */
  public static Path gatewayKeyStore(Path dir) {
    return dir.resolve("ca").resolve("gateway.p12");
  }

  /** Opens one of the stores above. */
  public static KeyStore open(Path store) throws GeneralSecurityException, IOException {
    return read(Files.readAllBytes(store));
  }

  private void ensureAll() throws GeneralSecurityException, IOException {
    var authority = authority();
    writeWhenOther(caPemFile(), pem(authority.certificate()));
    ensureTrust(authority.certificate());
    ensureServer("server.p12", authority);
    ensureServer("gateway.p12", authority);
  }

  private Authority authority() throws GeneralSecurityException, IOException {
    var file = ca.resolve("ca.p12");
    if (usable(file)) {
      return authorityOf(open(file));
    }
    var made = Authority.create(clock);
    PrivateFiles.write(file, keyStore(made.key(), made.certificate()));
    return made;
  }

  private void ensureTrust(X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    var file = ca.resolve("truststore.p12");
    if (!trusts(file, certificate)) {
      var store = read(null);
      store.setCertificateEntry(ALIAS, certificate);
      PrivateFiles.write(file, bytes(store));
    }
  }

  private void ensureServer(String name, Authority authority)
      throws GeneralSecurityException, IOException {
    var file = ca.resolve(name);
    if (!usable(file) || !authority.signed(certificate(open(file)))) {
      var leaf = authority.issue(clock);
      PrivateFiles.write(file, keyStore(leaf.key(), leaf.certificate(), authority.certificate()));
    }
  }

  private boolean usable(Path file) {
    try {
      var end = certificate(open(file)).getNotAfter().toInstant();
      return clock.instant().plus(RENEW_BEFORE).isBefore(end);
    } catch (IOException | GeneralSecurityException _) {
      // Absent or damaged: both mean that it has to be made.
      return false;
    }
  }

  private boolean trusts(Path file, X509Certificate certificate) {
    try {
      return certificate.equals(open(file).getCertificate(ALIAS));
    } catch (IOException | GeneralSecurityException _) {
      return false;
    }
  }

  private Path caPemFile() {
    return ca.resolve("ca.pem");
  }

  private static void writeWhenOther(Path file, byte[] content) throws IOException {
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
      PrivateFiles.write(file, content);
    }
  }

  private static Authority authorityOf(KeyStore store) throws GeneralSecurityException {
    var key = (PrivateKey) store.getKey(ALIAS, PASSWORD.toCharArray());
    return new Authority(key, certificate(store));
  }

  private static X509Certificate certificate(KeyStore store) throws GeneralSecurityException {
    if (store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
      return certificate;
    }
    throw new GeneralSecurityException("No certificate in the store");
  }

  private static byte[] keyStore(PrivateKey key, X509Certificate... chain)
      throws GeneralSecurityException, IOException {
    var store = read(null);
    store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), chain);
    return bytes(store);
  }

  private static KeyStore read(byte[] content) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(content == null ? null : new ByteArrayInputStream(content), PASSWORD.toCharArray());
    return store;
  }

  private static byte[] bytes(KeyStore store) throws GeneralSecurityException, IOException {
    var out = new ByteArrayOutputStream();
    store.store(out, PASSWORD.toCharArray());
    return out.toByteArray();
  }

  private static byte[] pem(X509Certificate certificate) throws GeneralSecurityException {
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return ("-----BEGIN CERTIFICATE-----\n"
            + encoder.encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
